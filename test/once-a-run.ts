import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inject } from "vitest";

/** How long another process may take to make a file, in milliseconds. */
const PATIENCE = 60_000;

/**
 * A file that one process of a run makes for all of them.
 *
 * @param name of the file, which no other file of the run has.
 * @param make writes the file to a path.
 * @returns the path at which it is.
 */
export async function onceARun(name: string, make: (path: string) => void | Promise<void>): Promise<string> {
  const path = join(inject("runFolder"), name);
  if (isFirst(path)) {
    const draft = join(inject("runFolder"), `draft-${name}`);
    await make(draft);
    // Others see the whole file or none.
    renameSync(draft, path);
  }
  for (const end = Date.now() + PATIENCE; !existsSync(path); await delay(20)) {
    if (Date.now() > end) throw new Error(`another test file was to make ${name}, but did not`);
  }
  return path;
}

/** Whether this is the first process to ask: only one can make a folder. */
function isFirst(path: string): boolean {
  try {
    mkdirSync(`${path}.making`);
    return true;
  } catch {
    return false;
  }
}
