import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { isMainThread } from "node:worker_threads";
import { outputIdentity, type RunSettings } from "./run-settings.js";
import { hasWatchedParent } from "./watched-parent.js";

/**
 * What a thread's standard output or standard error is. `"out"`: people or files get it. `"private"`: another process of the run,
 * or another thread, gets it, and may print it or not. `"none"`: nobody gets it.
 */
export type OutputKind = "out" | "private" | "none";

/** What a file descriptor of the process is. */
export function outputKind(
  descriptor: number,
  { outputs, folder }: Pick<RunSettings, "outputs" | "folder">,
): OutputKind {
  try {
    const identity = outputIdentity(descriptor);
    if (identity === undefined) return "none";
    if (outputs.includes(identity)) return "out";
    const stats = fstatSync(descriptor);
    // Node makes sockets for its children. All others make pipes, and nobody sees what becomes of these texts: they are out.
    if (stats.isSocket()) return hasWatchedParent(folder) ? "private" : "out";
    if (stats.isFile() || stats.isFIFO()) return "out";
    return isatty(descriptor) ? "out" : "none";
  } catch {
    return "out";
  }
}

/** What the stream `process.stdout` or `process.stderr` of this thread is. A worker's stream goes to its parent. */
export function streamKind(
  descriptor: number,
  settings: Pick<RunSettings, "outputs" | "folder">,
): OutputKind {
  return isMainThread ? outputKind(descriptor, settings) : "private";
}
