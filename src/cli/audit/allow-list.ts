import { readFile } from "node:fs/promises";
import { closest, distance } from "../../options/edit-distance.js";
import { fileError, usageError } from "../command-error.js";
import { printable } from "../printable.js";
import { sha256 } from "../schemas/input-evidence.js";

/** A line of an allow-list. */
interface AllowLine {
  readonly number: number;
  /** The comment on the line; empty if there is none. */
  readonly reason: string;
}

/** Open fields that a reviewer found harmless. */
export class AllowList {
  /** The file, as the user named it. */
  readonly path: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  readonly #lines: ReadonlyMap<string, AllowLine>;

  /** @param text the content of the file. */
  constructor(path: string, text: string) {
    this.path = path;
    this.sha256 = sha256(text);
    const lines = text.split(/\r?\n/).map((line, index) => {
      const [, name = "", reason = ""] = /^([^#]*)(?:#(.*))?$/.exec(line) ?? [];
      return [name.trim(), { number: index + 1, reason: printable(reason.trim()) }] as const;
    });
    this.#lines = new Map(lines.filter(([name]) => name !== ""));
  }

  /** The reason why a field is allowed, which may be empty. Undefined if the list does not name the field. */
  reasonFor(fieldName: string): string | undefined {
    return this.#lines.get(fieldName)?.reason;
  }

  /**
   * Refuses a line that allows nothing. Such a line is a typo, or names a field that is not a suspect any more. It would
   * silently allow the field if the field became a suspect again.
   *
   * @param suspects full names of the fields that a line can be for: all open ones, if a lock keeps what was said of them.
   * @throws {CommandError} for the first such line.
   */
  checkAgainst(suspects: readonly string[], allFields: ReadonlySet<string>): void {
    const known = new Set(suspects);
    for (const [name, { number }] of this.#lines) {
      if (known.has(name)) continue;
      throw usageError(`${this.path}:${number}: ${problemOf(name, suspects, allFields)}`);
    }
  }
}

/** Quotes the line only if it is like the name of a field: the file may be another one than the user thinks. */
function problemOf(name: string, suspects: readonly string[], allFields: ReadonlySet<string>): string {
  if (allFields.has(name)) return `${name} is no suspect; remove the line`;
  const nearest = closest(name, suspects);
  const isSimilar = nearest !== undefined && distance(name, nearest) <= name.length / 3;
  return isSimilar
    ? `${name} is no field; did you mean ${nearest}?`
    : "this line is not the full name of a field";
}

/**
 * Reads an allow-list: a full field name on each line; behind `#` stands the reason, or another comment.
 *
 * @throws {CommandError} if it cannot be read.
 */
export async function readAllowList(path: string): Promise<AllowList> {
  try {
    return new AllowList(path, await readFile(path, "utf8"));
  } catch (error) {
    throw fileError(path, error);
  }
}
