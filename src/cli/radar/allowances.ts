import { readFile } from "node:fs/promises";
import { fileError, usageError } from "../command-error.js";
import type { Leak } from "./merged-findings.js";

/** A line of an allow-list: leaks that are known. */
interface Allowance {
  readonly line: number;
  readonly origin: string;
  readonly sink: string;
  readonly file: string;
  readonly reason: string;
}

/** A leak that is known, and why it is let be. */
export interface AllowedLeak extends Leak {
  readonly reason: string;
}

/** The leaks of a run, with the known ones apart. */
export interface SortedLeaks {
  readonly leaks: readonly Leak[];
  readonly allowed: readonly AllowedLeak[];
}

/** Known leaks. */
export class Allowances {
  readonly #path: string;
  readonly #lines: readonly Allowance[];

  constructor(path: string, lines: readonly Allowance[]) {
    this.#path = path;
    this.#lines = lines;
  }

  sort(all: readonly Leak[]): SortedLeaks {
    const leaks: Leak[] = [];
    const allowed: AllowedLeak[] = [];
    for (const leak of all) {
      const allowance = this.#lines.find((line) => matches(line, leak));
      if (allowance === undefined) leaks.push(leak);
      else allowed.push({ ...leak, reason: allowance.reason });
    }
    return { leaks, allowed };
  }

  /**
   * The problem of a line that allows nothing. It is a typo, or its leak was repaired. It would silently allow the leak if it came
   * back.
   */
  unusedIn(all: readonly Leak[]): string | undefined {
    const unused = this.#lines.find((line) => !all.some((leak) => matches(line, leak)));
    if (unused === undefined) return undefined;
    // The line is not quoted: the file may be another one than the user thinks.
    return `${this.#path}:${unused.line}: this line allows no leak of this run; remove it, or compare it with the report`;
  }
}

const ANY = "*";

function matches({ origin, sink, file }: Allowance, leak: Leak): boolean {
  return (
    (origin === ANY || origin === leak.origin || origin === leak.field) &&
    (sink === ANY || sink === leak.sink) &&
    (file === ANY || file === leak.file)
  );
}

/**
 * Reads an allow-list. Each line is `origin @ sink @ file # reason`; `*` stands for any; sink and file may be left out.
 *
 * @throws {CommandError} if it cannot be read, or a line has no reason.
 */
export async function readAllowances(path: string): Promise<Allowances> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw fileError(path, error);
  }
  const lines = text.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(?:#|$)/.test(line)) return [];
    return [allowanceIn(line, `${path}:${index + 1}`, index + 1)];
  });
  return new Allowances(path, lines);
}

function allowanceIn(text: string, where: string, line: number): Allowance {
  const [, what = "", reason = ""] = /^(.*?)(?:\s+#\s*(.*))?$/s.exec(text.trim()) ?? [];
  if (reason.trim() === "") throw usageError(`${where}: expected a reason at the end of the line: # reason`);
  const [origin = ANY, sink = ANY, file = ANY, ...more] = what.split(/\s+@\s+/).map((part) => part.trim());
  if (more.length > 0) throw usageError(`${where}: expected origin @ sink @ file # reason`);
  if (origin === ANY && sink === ANY && file === ANY) throw usageError(`${where}: would allow every leak`);
  return { line, origin, sink, file, reason: reason.trim() };
}
