import { readFile } from "node:fs/promises";
import { closest, distance } from "../../options/edit-distance.js";
import { fileError, usageError } from "../command-error.js";

/** Open fields that a reviewer found harmless. */
export class AllowList {
  readonly #path: string;
  readonly #lineOf: ReadonlyMap<string, number>;

  /** @param lineOf the number of the line on which each full name stands. */
  constructor(path: string, lineOf: ReadonlyMap<string, number>) {
    this.#path = path;
    this.#lineOf = lineOf;
  }

  has(fieldName: string): boolean {
    return this.#lineOf.has(fieldName);
  }

  /**
   * Refuses a line that allows nothing. Such a line is a typo, or names a field that is not a suspect any more. It would
   * silently allow the field if the field became a suspect again.
   *
   * @throws {CommandError} for the first such line.
   */
  checkAgainst(suspects: readonly string[], allFields: ReadonlySet<string>): void {
    const known = new Set(suspects);
    for (const [name, line] of this.#lineOf) {
      if (known.has(name)) continue;
      throw usageError(`${this.#path}:${line}: ${problemOf(name, suspects, allFields)}`);
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
 * Reads an allow-list: a full field name on each line; `#` begins a comment.
 *
 * @throws {CommandError} if it cannot be read.
 */
export async function readAllowList(path: string): Promise<AllowList> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw fileError(path, error);
  }
  const names = text
    .split(/\r?\n/)
    .map((line, index) => [line.replace(/#.*/, "").trim(), index + 1] as const);
  return new AllowList(path, new Map(names.filter(([name]) => name !== "")));
}
