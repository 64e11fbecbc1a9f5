import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { isMainThread } from "node:worker_threads";
import { outputIdentity } from "./run-settings.js";

/**
 * What a thread's standard output or standard error is. `"out"`: people or files get it. `"private"`: another process of the run,
 * or another thread, gets it, and may print it or not. `"none"`: nobody gets it.
 */
export type OutputKind = "out" | "private" | "none";

/** @param outputs what the outputs of the run are. */
export function outputKind(descriptor: number, outputs: readonly string[]): OutputKind {
  try {
    const identity = outputIdentity(descriptor);
    if (identity === undefined) return "none";
    if (outputs.includes(identity)) return "out";
    const stats = fstatSync(descriptor);
    // Node makes sockets for its children, and the radar is at work in their parents. All others make pipes, and nobody sees
    // what happens to these texts: they count as out.
    if (stats.isSocket()) return "private";
    if (stats.isFile() || stats.isFIFO()) return "out";
    return isatty(descriptor) ? "out" : "none";
  } catch {
    return "out";
  }
}

/** What the stream `process.stdout` or `process.stderr` of this thread is. A worker's stream goes to its parent. */
export function streamKind(descriptor: number, outputs: readonly string[]): OutputKind {
  return isMainThread ? outputKind(descriptor, outputs) : "private";
}
