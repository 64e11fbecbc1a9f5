import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Findings } from "./log-scrubber.js";
import { scrubLog } from "./scrub-log.js";

const CHUNK_SIZE = 64 * 1024;

/** The reason why a file was left as it was. */
export type LogFileProblem = "interrupted" | "not a file" | "owner" | "changed";

/** A file cannot be scrubbed in place, so it was left as it was. The message names the file and says what to do. */
export class LogFileError extends Error {
  override readonly name = "LogFileError";
  /** The kind of problem. */
  readonly problem: LogFileProblem;

  constructor(problem: LogFileProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** How to scrub a file in place. */
export interface InPlaceOptions {
  /** More keys whose values are secret. Default: none. */
  readonly keys?: readonly string[];
  /** Called with the number of bytes of each chunk. */
  readonly onBytes?: (count: number) => void;
  /** Ends the work early; the file then stays as it is. */
  readonly signal?: AbortSignal;
}

/** The result of scrubbing a file in place. */
export interface InPlaceReport {
  readonly findings: Findings;
  /** Whether other names of the same file (hard links) still have the old content. */
  readonly hasOtherNames: boolean;
}

/**
 * Scrubs a file: writes a copy beside it, and renames the copy to the name of the file once the copy is complete and on
 * the disk. At every moment the file is whole: either the old one or the new one. Mode and owner are kept, symbolic links
 * are followed. A file in which nothing is found stays as it is.
 *
 * @throws {LogFileError} if the file cannot be replaced, if it changed meanwhile, or after `signal`.
 * @throws the errors of the file system. After any error, the file is as it was, and no copy is left beside it.
 */
export async function scrubInPlace(path: string, options: InPlaceOptions): Promise<InPlaceReport> {
  const target = await realpath(path);
  const source = await open(target, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await scrubOpen({ ...options, path, target, source });
  } finally {
    await source.close();
  }
}

interface Job extends InPlaceOptions {
  /** The name that was given. */
  readonly path: string;
  /** The file behind the name. */
  readonly target: string;
  readonly source: FileHandle;
}

async function scrubOpen(job: Job): Promise<InPlaceReport> {
  const { path, target, source } = job;
  const before = await source.stat();
  if (!before.isFile())
    throw new LogFileError("not a file", `${path}: not a regular file, so it cannot be replaced`);
  const copyPath = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomUUID()}.scrubbing`);
  const copy = await open(copyPath, "wx", 0o600);
  let isRenamed = false;
  try {
    const findings = await copyScrubbed(job, copy);
    if (findings.size > 0) {
      // Set the owner first: a change of owner clears bits of the mode.
      await keepOwner(path, copy, before);
      await copy.chmod(before.mode & 0o7777);
      await copy.sync();
      await refuseIfChanged(path, target, before);
      await rename(copyPath, target);
      isRenamed = true;
      await syncDirectory(dirname(target));
    }
    return { findings, hasOtherNames: isRenamed && before.nlink > 1 };
  } finally {
    await copy.close();
    if (!isRenamed) await unlink(copyPath);
  }
}

async function copyScrubbed({ source, keys, onBytes, signal }: Job, copy: FileHandle): Promise<Findings> {
  const { findings } = await scrubLog(chunksOf(source, signal), {
    ...(keys && { keys }),
    ...(onBytes && { onBytes }),
    async write(piece) {
      await copy.appendFile(piece);
      return true;
    },
  });
  return findings;
}

async function* chunksOf(source: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(CHUNK_SIZE);
  for (;;) {
    if (signal?.aborted) throw new LogFileError("interrupted", "interrupted; the file is as it was");
    const { bytesRead } = await source.read(buffer, 0, CHUNK_SIZE, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function keepOwner(
  path: string,
  copy: FileHandle,
  { uid, gid }: { uid: number; gid: number },
): Promise<void> {
  const made = await copy.stat();
  if (made.uid === uid && made.gid === gid) return;
  try {
    await copy.chown(uid, gid);
  } catch (cause) {
    const message = `${path}: its owner cannot be kept, so it was left as it is; run this as its owner, or as root`;
    throw new LogFileError("owner", message, { cause });
  }
}

interface State {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
}

async function refuseIfChanged(path: string, target: string, before: State): Promise<void> {
  const now = await stat(target);
  if (now.ino === before.ino && now.size === before.size && now.mtimeMs === before.mtimeMs) return;
  throw new LogFileError(
    "changed",
    `${path}: was written to while it was being scrubbed, so it was left as it is; stop or rotate the log first`,
  );
}

/** Writes the new name to the disk. Windows cannot sync a directory. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
