import { readdirSync, readFileSync } from "node:fs";
import { FILE_ENDS } from "./run-files.js";

/** Programs that start others, and leave their outputs to them. */
const SHELL = /^(?:sh|bash|dash|ash|zsh|ksh|fish|busybox|env|timeout|nice|time|sudo|xvfb-run)$/;
/** No chain of shells is longer. */
const MOST_PARENTS = 16;

/**
 * Whether the process that has started this one, by shells or without, is watched: then the radar sees there what becomes of the
 * texts in pipes. The runner of `node --test` is not, because Node preloads nothing in it.
 */
export function hasWatchedParent(folder: string): boolean {
  try {
    const watched = new Set(
      readdirSync(folder)
        .filter((name) => name.endsWith(FILE_ENDS.findings))
        .map((name) => Number(name.split("-", 1)[0])),
    );
    let parent = process.ppid;
    for (let count = 0; count < MOST_PARENTS; count++) {
      if (watched.has(parent)) return true;
      const next = parentOfShell(parent);
      if (next === undefined) return false;
      parent = next;
    }
  } catch {
    // Then its outputs count as read by anybody.
  }
  return false;
}

/** The parent of a shell. Undefined for other processes, and where there is no /proc. */
function parentOfShell(id: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    const name = stat.slice(stat.indexOf("(") + 1, end);
    return SHELL.test(name) ? Number(stat.slice(end + 2).split(" ")[1]) : undefined;
  } catch {
    return undefined;
  }
}
