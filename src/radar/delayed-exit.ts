import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

/** Milliseconds that the event `exit` waits for what a child has printed: a program that it left behind may keep its pipe open. */
const LONGEST_DELAY = 1000;

type Emit = (...args: unknown[]) => boolean;

/**
 * Emits the events `exit` and `close` of a child only when all that it has printed was passed on: many programs end at these events. If
 * the child had inherited its outputs, all of that would be printed by then.
 *
 * @param streams its outputs, which the program does not see.
 */
export function delayExit(child: ChildProcess, streams: readonly Readable[]): void {
  const emit = child.emit as Emit; // with any arguments
  const send = (...args: unknown[]): boolean => Reflect.apply(emit, child, args);
  const open = new Set(streams);
  let exit: readonly unknown[] | undefined;
  let isClosed = false;
  const emitExit = (): void => {
    if (exit === undefined) return;
    const [, code, signal] = exit;
    exit = undefined;
    send("exit", code, signal);
    // A program that was left behind keeps the pipe open, which the program does not know.
    if (isClosed || !child.stdio?.every((one) => !one || one.destroyed)) return;
    isClosed = true;
    send("close", code, signal);
  };
  for (const stream of streams) {
    stream.once("end", () => {
      open.delete(stream);
      if (open.size === 0) emitExit();
    });
  }
  child.emit = ((...args: unknown[]): boolean => {
    const [event] = args;
    if (event === "exit" && open.size > 0) {
      exit = args;
      setTimeout(emitExit, LONGEST_DELAY).unref();
      return true;
    }
    if (event !== "close") return send(...args);
    // Nothing comes after this event, whatever became of the streams.
    emitExit();
    if (isClosed) return true;
    isClosed = true;
    return send(...args);
  }) as typeof child.emit;
}
