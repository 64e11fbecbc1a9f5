import { inspect } from "node:util";
import { isMainThread } from "node:worker_threads";
import { callerFrame } from "../scrub/findings/caller-frame.js";
import type { CallerFrame } from "../scrub/findings/finding.js";
import type { RadarLog } from "./radar-log.js";

/**
 * Watches what the runtime itself prints: the error that ends the process, and warnings. It prints them past all streams.
 *
 * @param scrubs whether these texts are replaced, too.
 */
export function watchFailures(log: RadarLog, scrubs: boolean): void {
  process.on("uncaughtExceptionMonitor", (error: unknown, origin: string) => {
    const sink = origin === "unhandledRejection" ? "unhandled rejection" : "uncaught exception";
    const text = inspected(error);
    // A worker's error goes to its parent, which handles it or not.
    const safe = log.search({ text, sink, frame: frameOf(error), isOut: isMainThread, relayOf: false });
    if (!scrubs || safe === text || !isMainThread || process.listenerCount("uncaughtException") > 0) return;
    process.stderr.write(`${safe}\n`);
    process.exit(1);
  });
  process.prependListener("warning", (warning: Error) => {
    const { stack, message } = warning;
    const text = stack?.includes(message) ? stack : `${message}\n${stack}`;
    const safe = log.search({
      text,
      sink: "process warning",
      frame: frameOf(warning),
      isOut: true,
      relayOf: false,
    });
    if (!scrubs || safe === text) return;
    warning.message = log.search({ text: warning.message, sink: "process warning", isOut: true });
    warning.stack = safe;
  });
}

/** What the runtime prints of it, at least. */
function inspected(error: unknown): string {
  try {
    const stack: unknown = error instanceof Error ? error.stack : undefined;
    const shown = inspect(error, { depth: 5 });
    return typeof stack === "string" && !shown.includes(stack) ? `${shown}\n${stack}` : shown;
  } catch {
    return "";
  }
}

/** The first frame of the program in the stack of an error. The message of the error may look like a stack. */
function frameOf(error: unknown): CallerFrame | undefined {
  try {
    if (!(error instanceof Error) || typeof error.stack !== "string") return undefined;
    // The first place: a short message may stand in a frame, too.
    const at = error.stack.indexOf(error.message);
    const frames = at === -1 ? error.stack : error.stack.slice(at + error.message.length);
    return callerFrame(frames.split("\n"));
  } catch {
    return undefined;
  }
}
