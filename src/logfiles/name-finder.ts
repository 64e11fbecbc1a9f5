import { escapeRegExp, type Finder, type FoundValue } from "./finder.js";
import { namedValue } from "./named-value.js";
import { CSI_NAMES, keyName, nameEnd, type ScrubName } from "./scrub-name.js";
import type { TextWindow } from "./text-window.js";

/** Finds the values of the names that are always searched for. */
export function csiNameFinders(): readonly Finder[] {
  return CSI_NAMES.map((name) => {
    const first = name.text.charAt(0);
    return new NameFinder(name, name.pattern ?? escapeRegExp(name.text), first + first.toUpperCase());
  });
}

/** Finds the values of a key that a user names, in letters of either case. */
export function keyFinder(key: string): Finder {
  const characters = [...key].map(characterPattern);
  const first = characters[0];
  return new NameFinder(
    keyName(key),
    characters.map(({ pattern }) => pattern).join(""),
    first?.initials ?? "",
  );
}

class NameFinder implements Finder {
  readonly pattern: string;
  readonly initials: string;
  readonly #name: ScrubName;

  constructor(name: ScrubName, pattern: string, initials: string) {
    this.#name = name;
    this.pattern = pattern;
    this.initials = initials;
  }

  find(window: TextWindow, start: number, matchEnd: number): FoundValue | number {
    const { kind, finding } = this.#name;
    const end = nameEnd(window, start, matchEnd, this.#name);
    if (end === undefined) return start + 1;
    const value = namedValue(window, { start, end }, kind);
    return value === undefined ? start + 1 : { ...value, finding };
  }
}

/** One character of a key as a pattern, and how a match of it can begin: in UTF-8, or as encoders that write ASCII escape it. */
function characterPattern(character: string): { readonly pattern: string; readonly initials: string } {
  const cases = [...new Set([character, character.toLowerCase(), character.toUpperCase()])];
  const texts = cases.map(latin1);
  const patterns = texts.map(escapeRegExp);
  const isAscii = character.charCodeAt(0) < 0x80;
  if (isAscii) return { pattern: alternatives(patterns), initials: texts.join("") };
  const escapes = cases.map((one) => `\\\\+u${[...utf16(one)].join("\\\\+u")}`);
  return {
    pattern: alternatives([...patterns, ...escapes]),
    initials: `${texts.map((text) => text.charAt(0)).join("")}\\`,
  };
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
