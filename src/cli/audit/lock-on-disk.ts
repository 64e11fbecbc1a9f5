import { readFile, writeFile } from "node:fs/promises";
import type { ReachedField } from "../../audit/lock-fields.js";
import { type LockedField, readLock, writeLock } from "../../lock/lock-file.js";
import { PolicyError } from "../../policy/policy.js";
import { fileError, unreadableError } from "../command-error.js";
import { type Output, STANDARD_INPUT } from "../input-output.js";
import { counted } from "./audit-report.js";

/**
 * Reads a lock. A lock that is to be written again is read first, because it holds what readers said; a file that is no lock is not
 * written over.
 *
 * @param mustExist whether a missing file is an error. Otherwise the lock is new, and empty.
 * @throws {CommandError} if the file cannot be read, or is no lock.
 */
export async function readLockFile(
  path: string,
  mustExist: boolean,
): Promise<ReadonlyMap<string, LockedField>> {
  let text: string;
  try {
    if (path === STANDARD_INPUT && !mustExist) return new Map();
    text = await readFile(path, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing && !mustExist) return new Map();
    throw fileError(path, error);
  }
  try {
    return readLock(text);
  } catch (cause) {
    if (cause instanceof PolicyError) throw unreadableError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}

/**
 * Writes a lock; to standard output for `-`.
 *
 * @returns what it holds, in words; undefined if it went to standard output.
 * @throws {CommandError} if it cannot be written.
 */
export async function saveLock(
  path: string,
  reached: readonly ReachedField[],
  output: Output,
): Promise<string | undefined> {
  const fields = reached.filter(({ isListed }) => isListed).map(({ locked }) => locked);
  const text = textOf(path, fields);
  if (path === STANDARD_INPUT) {
    await output.write(text);
    return undefined;
  }
  try {
    await writeFile(path, text);
  } catch (error) {
    throw fileError(path, error);
  }
  const nobody = fields.filter(({ who, class: name }) => who === "nobody" && name === "open").length;
  return `${path}: ${counted(fields.length, "field")} locked; nobody has looked at ${nobody} that are printed`;
}

function textOf(path: string, fields: readonly LockedField[]): string {
  try {
    return writeLock(fields);
  } catch (cause) {
    if (cause instanceof PolicyError) throw unreadableError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}
