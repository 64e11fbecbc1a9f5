import { LONGEST_BEGINNING, mergedBeginnings, patternBeginnings } from "./pattern-beginnings.js";
import type { TextWindow } from "./text-window.js";

// What a pair of bytes can be. A match begins at the first pair or one byte before it; a short one, with its last byte.
const FIRST_OF_LONG = 1;
const SECOND_OF_LONG = 2;
const FIRST_OF_SHORT = 4;
const LAST_BEFORE_SHORT = 8;
/** The same bits, moved by this, say what the pair behind it can be. */
const NEXT = 4;
const CODES = 256;

/**
 * Searches a text for the places where a match of a pattern may begin. It reads the bytes in pairs: a table says of each
 * pair whether it can be the first pair of a match, or begin at its second byte, and the next pair has to agree. So it
 * looks at half of all offsets. Where two pairs agree, all first characters of a match are looked at. It misses no match,
 * and finds few places where none begins. A global regular expression takes more than twice as long (measured).
 */
export class PatternSearch {
  readonly #pairs = new Uint8Array(2 ** 16);
  /** For each of the first characters of a match, and each byte: the beginnings that have it there, as bits. */
  readonly #places = new Int32Array(LONGEST_BEGINNING * CODES);

  /** @param patterns are sources of patterns that {@link patternBeginnings} can read. */
  constructor(patterns: readonly string[]) {
    const beginnings = mergedBeginnings(patternBeginnings([...new Set(patterns)].join("|")));
    for (const [index, beginning] of beginnings.entries()) {
      const codes = Array.from({ length: LONGEST_BEGINNING }, (_, place) => codesOf(beginning[place]));
      const [first = [], second = [], third = [], fourth = [], fifth = []] = codes;
      const isLong = beginning.length === LONGEST_BEGINNING;
      this.#markFour([first, second, third, fourth], isLong ? FIRST_OF_LONG : FIRST_OF_SHORT);
      if (isLong) this.#markFour([second, third, fourth, fifth], SECOND_OF_LONG);
      else this.#markFour([ALL_CODES, first, second, third], LAST_BEFORE_SHORT);
      // Beginnings may share a bit: that only finds more places.
      const bit = 1 << (index % 32);
      for (const [place, characters] of codes.entries()) this.#markPlace(CODES * place, characters, bit);
    }
  }

  /** The first offset at which a match may begin, at the given offset or later; undefined if there is none in the window. */
  next({ bytes, words }: TextWindow, from: number): number | undefined {
    let at = from;
    // At this offset and later, the pairs may be in no two words. To read behind the last word would make the loop slower.
    const end = 4 * words.length - 7;
    while (at < end) {
      const offset = 2 * this.#nextPair(words, at >> 1);
      if (offset >= end) break;
      for (let start = Math.max(at, offset - 1); start <= offset + 1; start++)
        if (this.#mayBegin(bytes, start)) return start;
      at = offset + 2;
    }
    for (at = Math.max(at, end); at < bytes.length; at++) if (this.#mayBegin(bytes, at)) return at;
    return undefined;
  }

  /**
   * The index of the next pair at which, or one byte before which, a match may begin; or one near the end. Two words
   * in a step take a third less time than one.
   */
  #nextPair(words: Int32Array, from: number): number {
    const table = this.#pairs;
    let index = (from + 1) >> 1;
    let before = from % 2 === 0 ? 0 : (table[secondPair(words[from >> 1] ?? 0)] ?? 0);
    for (; index < words.length - 1; index += 2) {
      const word = words[index] ?? 0;
      const nextWord = words[index + 1] ?? 0;
      const first = table[firstPair(word)] ?? 0;
      const second = table[secondPair(word)] ?? 0;
      const third = table[firstPair(nextWord)] ?? 0;
      const last = table[secondPair(nextWord)] ?? 0;
      const pairs =
        (before & (first >> NEXT)) |
        (first & (second >> NEXT)) |
        (second & (third >> NEXT)) |
        (third & (last >> NEXT));
      if (pairs !== 0) {
        if ((before & (first >> NEXT)) !== 0) return 2 * index - 1;
        if ((first & (second >> NEXT)) !== 0) return 2 * index;
        return (second & (third >> NEXT)) !== 0 ? 2 * index + 1 : 2 * index + 2;
      }
      before = last;
    }
    return 2 * index;
  }

  /** Whether the bytes at an offset are a beginning. Behind the end of the window, there may be any. */
  #mayBegin(bytes: Uint8Array, start: number): boolean {
    if (start + LONGEST_BEGINNING > bytes.length) return this.#mayBeginAtEnd(bytes, start);
    const table = this.#places;
    const bits =
      (table[bytes[start] ?? 0] ?? 0) &
      (table[CODES + (bytes[start + 1] ?? 0)] ?? 0) &
      (table[2 * CODES + (bytes[start + 2] ?? 0)] ?? 0) &
      (table[3 * CODES + (bytes[start + 3] ?? 0)] ?? 0) &
      (table[4 * CODES + (bytes[start + 4] ?? 0)] ?? 0);
    return bits !== 0;
  }

  #mayBeginAtEnd(bytes: Uint8Array, start: number): boolean {
    let bits = -1;
    for (let place = 0; start + place < bytes.length; place++)
      bits &= this.#places[CODES * place + (bytes[start + place] ?? 0)] ?? 0;
    return bits !== 0;
  }

  /** Marks what two pairs can be, by the bytes in them. */
  #markFour([first, second, third, fourth]: FourPlaces, bit: number): void {
    this.#markPairs(first, second, bit);
    this.#markPairs(third, fourth, bit << NEXT);
  }

  #markPairs(firsts: readonly number[], seconds: readonly number[], bit: number): void {
    for (const first of firsts)
      for (const second of seconds) {
        const pair = pairOf(first, second);
        this.#pairs[pair] = (this.#pairs[pair] ?? 0) | bit;
      }
  }

  #markPlace(start: number, codes: readonly number[], bit: number): void {
    for (const code of codes) this.#places[start + code] = (this.#places[start + code] ?? 0) | bit;
  }
}

type Codes = readonly number[];
type FourPlaces = readonly [first: Codes, second: Codes, third: Codes, fourth: Codes];

const ALL_CODES: readonly number[] = Array.from({ length: CODES }, (_, code) => code);

/** The codes of the characters at a place. Behind the end of a beginning, any character may stand. */
function codesOf(characters: string | undefined): readonly number[] {
  return characters === undefined ? ALL_CODES : Array.from(characters, (one) => one.charCodeAt(0));
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Two bytes as the halves of a word have them. */
function pairOf(first: number, second: number): number {
  return IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second;
}

/** The first two of the four bytes that the processor reads as one number. */
function firstPair(word: number): number {
  return IS_LITTLE_ENDIAN ? word & 0xffff : word >>> 16;
}

function secondPair(word: number): number {
  return IS_LITTLE_ENDIAN ? word >>> 16 : word & 0xffff;
}
