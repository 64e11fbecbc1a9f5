import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

/** The ends of the names of a thread's files. */
export const FILE_ENDS = { values: ".values", findings: ".findings" } as const;

/** The name that a thread of a process has in a run. */
export function threadName(): string {
  // Numbers of processes are used again.
  return `${process.pid}-${threadId}-${randomBytes(6).toString("hex")}`;
}

/** The path of a thread's file. */
export function threadFile(folder: string, thread: string, end: keyof typeof FILE_ENDS): string {
  return join(folder, thread + FILE_ENDS[end]);
}
