import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CommandError, fileError, unreadableError } from "../cli/command-error.js";
import { ExitCode } from "../cli/exit-code.js";
import type { Progress } from "../cli/progress.js";
import type { LogScrubber } from "./log-scrubber.js";

const CHUNK_SIZE = 64 * 1024;

/** What scrubbing a file came to. */
export interface InPlaceResult {
  /** Whether other names of the same file still have the old content. */
  readonly hasOtherNames: boolean;
}

/**
 * Scrubs a file: writes a copy beside it, and puts it in the file's place once it is complete and on the disk. Whenever
 * this is interrupted, the file is whole, either the old or the new one. Mode and owner are kept, symbolic links are
 * followed. A file in which nothing is found stays as it is.
 *
 * @throws {CommandError} if it cannot be done, if the file changed meanwhile, or after `signal`; then the file is as it
 * was, and nothing is left beside it.
 */
export async function scrubInPlace(
  path: string,
  scrubber: LogScrubber,
  progress: Progress,
  signal: AbortSignal,
): Promise<InPlaceResult> {
  try {
    const target = await realpath(path);
    const source = await open(target, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await scrubOpen({ path, target, source, scrubber, progress, signal });
    } finally {
      await source.close();
    }
  } catch (error) {
    throw error instanceof CommandError ? error : fileError(path, error);
  }
}

interface Job {
  /** The name that was given. */
  readonly path: string;
  /** The file that it stands for. */
  readonly target: string;
  readonly source: FileHandle;
  readonly scrubber: LogScrubber;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

async function scrubOpen(job: Job): Promise<InPlaceResult> {
  const { path, target, source, scrubber } = job;
  const before = await source.stat();
  if (!before.isFile()) throw unreadableError(`${path}: not a regular file, so it cannot be replaced`);
  const copyPath = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomUUID()}.scrubbing`);
  const copy = await open(copyPath, "wx", 0o600);
  let isRenamed = false;
  try {
    await copyScrubbed(job, copy);
    if (scrubber.findings.size > 0) {
      // The owner first: changing it clears bits of the mode.
      await keepOwner(path, copy, before);
      await copy.chmod(before.mode & 0o7777);
      await copy.sync();
      await refuseIfChanged(path, target, before);
      await rename(copyPath, target);
      isRenamed = true;
      await syncDirectory(dirname(target));
    }
    return { hasOtherNames: isRenamed && before.nlink > 1 };
  } finally {
    await copy.close();
    if (!isRenamed) await unlink(copyPath);
  }
}

async function copyScrubbed({ source, scrubber, progress, signal }: Job, copy: FileHandle): Promise<void> {
  const buffer = Buffer.alloc(CHUNK_SIZE);
  for (;;) {
    if (signal.aborted) throw new CommandError(ExitCode.INTERRUPTED, "interrupted; the file is as it was");
    const { bytesRead } = await source.read(buffer, 0, CHUNK_SIZE, null);
    if (bytesRead === 0) break;
    await copy.appendFile(scrubber.push(buffer.subarray(0, bytesRead)));
    progress.add(bytesRead);
  }
  await copy.appendFile(scrubber.end());
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
    throw unreadableError(message, { cause });
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
  throw unreadableError(
    `${path}: was written to while it was being scrubbed, so it was left as it is; stop or rotate the log first`,
  );
}

/** Makes the new name last, where directories can be synced. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
