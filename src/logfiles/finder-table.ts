import type { Finder } from "./finder.js";
import { keepingLast } from "./keeping-last.js";
import { type Beginning, patternBeginnings } from "./pattern-beginnings.js";

/** Finders that are asked one after the other wherever their pattern matches. */
export interface PatternFinders {
  /** The pattern, to be matched at an offset. */
  readonly pattern: RegExp;
  readonly finders: readonly Finder[];
}

const allBeginnings = keepingLast((patterns) => patterns.map(patternBeginnings));

/** The finders of which a match can begin with two characters. Made when a log has the two: clean logs have few. */
export class FinderTable {
  readonly #finders: readonly Finder[];
  /** How matches of each finder begin, once one is asked for. */
  #beginnings: readonly (readonly Beginning[])[] | undefined;
  readonly #byStart = new Map<number, readonly PatternFinders[]>();

  constructor(finders: readonly Finder[]) {
    this.#finders = finders;
  }

  /**
   * The finders for two characters, by their codes, in their order. Neighbours that have one pattern share it.
   *
   * @param second undefined at the end of a text.
   */
  get(first: number, second: number | undefined): readonly PatternFinders[] {
    const key = second === undefined ? first : first + 256 * (second + 1);
    let found = this.#byStart.get(key);
    if (found === undefined) {
      const start = String.fromCharCode(first) + (second === undefined ? "" : String.fromCharCode(second));
      this.#beginnings ??= allBeginnings(this.#finders.map(({ pattern }) => pattern));
      const beginnings = this.#beginnings;
      found = grouped(this.#finders.filter((_, index) => canBegin(beginnings[index] ?? [], start)));
      this.#byStart.set(key, found);
    }
    return found;
  }
}

function canBegin(beginnings: readonly Beginning[], start: string): boolean {
  return beginnings.some((places) =>
    [...start].every((character, place) => places[place]?.includes(character) ?? true),
  );
}

function grouped(finders: readonly Finder[]): readonly PatternFinders[] {
  const groups: { readonly source: string; readonly pattern: RegExp; readonly finders: Finder[] }[] = [];
  for (const finder of finders) {
    const source = finder.pattern;
    const last = groups.at(-1);
    if (last?.source === source) last.finders.push(finder);
    else groups.push({ source, pattern: new RegExp(source, "y"), finders: [finder] });
  }
  return groups;
}
