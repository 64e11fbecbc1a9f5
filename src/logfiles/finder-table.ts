import type { Finder } from "./finder.js";
import { patternBeginnings } from "./pattern-beginnings.js";

/** Finders that are asked one after the other wherever their pattern matches. */
export interface PatternFinders {
  /** The pattern, to be matched at an offset. */
  readonly pattern: RegExp;
  readonly finders: readonly Finder[];
}

/** The finders of which a match can begin with a character. Made when a log has the character: clean logs have few. */
export class FinderTable {
  readonly #finders: readonly Finder[];
  readonly #byCode: (readonly PatternFinders[] | undefined)[] = [];

  constructor(finders: readonly Finder[]) {
    this.#finders = finders;
  }

  /** The finders for a character, by its code, in their order. Neighbours that have one pattern share it. */
  get(code: number): readonly PatternFinders[] {
    let found = this.#byCode[code];
    if (found === undefined) {
      found = grouped(this.#finders.filter(({ pattern }) => canBegin(pattern, String.fromCharCode(code))));
      this.#byCode[code] = found;
    }
    return found;
  }
}

function canBegin(pattern: string, character: string): boolean {
  return patternBeginnings(pattern).some(([first]) => first?.includes(character) ?? true);
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
