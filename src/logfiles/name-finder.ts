import { escapeRegExp, type Finder, type FoundValue } from "./finder.js";
import { namedValue } from "./named-value.js";
import { CSI_NAMES, keyName, nameEnd, type ScrubName } from "./scrub-name.js";
import type { TextWindow } from "./text-window.js";

/** Finds the values of the names that are always searched for. */
export function csiNameFinders(): readonly Finder[] {
  return CSI_NAMES.map((name) => new NameFinder(name, name.pattern ?? escapeRegExp(name.text)));
}

/** Finds the values of a key that a user names, in letters of either case. */
export function keyFinder(key: string): Finder {
  return new NameFinder(keyName(key), [...key].map(characterPattern).join(""));
}

class NameFinder implements Finder {
  readonly pattern: string;
  readonly #name: ScrubName;

  constructor(name: ScrubName, pattern: string) {
    this.#name = name;
    this.pattern = pattern;
  }

  find(window: TextWindow, start: number, matchEnd: number): FoundValue | number {
    const { kind, finding } = this.#name;
    const end = nameEnd(window, start, matchEnd, this.#name);
    if (end === undefined) return start + 1;
    const value = namedValue(window, { start, end }, kind);
    return value === undefined ? start + 1 : { ...value, finding };
  }
}

/** One character of a key as a pattern: in UTF-8, or as encoders that write ASCII escape it. */
function characterPattern(character: string): string {
  const cases = [...new Set([character, character.toLowerCase(), character.toUpperCase()])];
  const patterns = cases.map((one) => escapeRegExp(latin1(one)));
  const isAscii = character.charCodeAt(0) < 0x80;
  if (isAscii) return alternatives(patterns);
  const escapes = cases.map((one) => `\\\\+u${[...utf16(one)].join("\\\\+u")}`);
  return alternatives([...patterns, ...escapes]);
}

function* utf16(text: string): Generator<string> {
  for (let index = 0; index < text.length; index++) {
    const hex = text.charCodeAt(index).toString(16).padStart(4, "0");
    yield hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  }
}

function alternatives(patterns: readonly string[]): string {
  return patterns.length === 1 ? (patterns[0] ?? "") : `(?:${patterns.join("|")})`;
}

function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
