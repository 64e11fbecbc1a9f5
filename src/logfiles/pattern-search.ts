import { LONGEST_BEGINNING, patternBeginnings } from "./pattern-beginnings.js";
import type { TextWindow } from "./text-window.js";

// What a pair of bytes can be. A match begins at the first pair, or one byte before it.
const FIRST_OF_LONG = 1;
const SECOND_OF_LONG = 2;
const FIRST_OF_SHORT = 4;
const SECOND_OF_SHORT = 8;
/** The same bits, moved by this, say what the pair behind it can be. */
const NEXT = 4;

/**
 * Searches a text for the places where a match of a pattern begins. It reads the bytes in pairs: a table says of each pair
 * whether it can be the first pair of a match, or begin at its second byte, and the next pair has to agree. So it looks at
 * half of all offsets, misses no match, and tries the pattern at few of them. A global regular expression takes
 * more than twice as long (measured).
 */
export class PatternSearch {
  // Nothing is asked of the pair behind the second and third byte of a short beginning.
  readonly #table = new Uint8Array(2 ** 16).fill(SECOND_OF_SHORT << NEXT);
  readonly #pattern: RegExp;

  /** @param patterns are sources of patterns that {@link patternBeginnings} can read. */
  constructor(patterns: readonly string[]) {
    const source = [...new Set(patterns)].join("|");
    this.#pattern = new RegExp(source, "y");
    for (const [first, second, third, fourth, fifth] of patternBeginnings(source)) {
      const isLong = fifth !== undefined;
      this.#mark(first, second, isLong ? FIRST_OF_LONG : FIRST_OF_SHORT);
      this.#mark(third, fourth, (isLong ? FIRST_OF_LONG : FIRST_OF_SHORT) << NEXT);
      this.#mark(second, third, isLong ? SECOND_OF_LONG : SECOND_OF_SHORT);
      if (isLong) this.#mark(fourth, fifth, SECOND_OF_LONG << NEXT);
    }
  }

  /** The offset of the first match that begins at the given offset or later; undefined if there is none in the window. */
  next(window: TextWindow, from: number): number | undefined {
    const { pairs, text } = window;
    // Behind this, a pair of a match may be cut off.
    const lastStart = text.length - LONGEST_BEGINNING;
    let at = from;
    while (at <= lastStart) {
      const offset = 2 * this.#nextPair(pairs, (at + 1) >> 1);
      if (offset > lastStart) break;
      if (offset > at && this.#isMatch(text, offset - 1)) return offset - 1;
      if (this.#isMatch(text, offset)) return offset;
      at = offset + 1;
    }
    for (at = Math.max(at, lastStart); at < text.length; at++) if (this.#isMatch(text, at)) return at;
    return undefined;
  }

  /** The index of the next pair at which, or one byte before which, a match may begin; or an index near the end. */
  #nextPair(pairs: Uint16Array, from: number): number {
    const table = this.#table;
    const last = pairs.length - 1;
    let index = from;
    let here = table[pairs[index] ?? 0] ?? 0;
    while (index < last) {
      const behind = table[pairs[index + 1] ?? 0] ?? 0;
      if ((here & (behind >> NEXT)) !== 0) return index;
      here = behind;
      index++;
    }
    return index;
  }

  #isMatch(text: string, start: number): boolean {
    this.#pattern.lastIndex = start;
    return this.#pattern.test(text);
  }

  #mark(first: string | undefined, second: string | undefined, bit: number): void {
    for (const firstCode of codesOf(first))
      for (const secondCode of codesOf(second)) {
        const pair = pairOf(firstCode, secondCode);
        this.#table[pair] = (this.#table[pair] ?? 0) | bit;
      }
  }
}

const ALL_CODES: readonly number[] = Array.from({ length: 256 }, (_, code) => code);

/** The codes of the characters at a place. Behind the end of a beginning, any character may stand. */
function codesOf(characters: string | undefined): readonly number[] {
  return characters === undefined ? ALL_CODES : Array.from(characters, (one) => one.charCodeAt(0));
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Two bytes as the processor reads them as one number. */
function pairOf(first: number, second: number): number {
  return IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second;
}
