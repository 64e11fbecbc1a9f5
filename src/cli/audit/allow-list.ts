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
      const problem = allFields.has(name)
        ? "is no suspect; remove the line"
        : `is no field${suggestion(name, suspects)}`;
      throw usageError(`${this.#path}:${line}: ${name} ${problem}`);
    }
  }
}

function suggestion(name: string, suspects: readonly string[]): string {
  const nearest = closest(name, suspects);
  const isSimilar = nearest !== undefined && distance(name, nearest) <= name.length / 3;
  return isSimilar ? `; did you mean ${nearest}?` : "";
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
