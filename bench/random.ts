/** A seeded source of numbers and texts: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A number from 0 up to, but without, 1. */
  next(): number;
  /** An integer from 0 up to, but without, `limit`. */
  below(limit: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** A text of `length` letters and digits: no character that JSON escapes. */
  text(length: number): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A text in the form of a UUID. */
  uuid(): string;
}

const HEX = "0123456789abcdef";
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Makes a source from a seed, a 32-bit integer. The generator is mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed;
  const random: Random = {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    below: (limit) => Math.floor(random.next() * limit),
    pick(list) {
      const [picked] = list.slice(random.below(list.length));
      if (picked === undefined) throw new RangeError("pick: the list is empty");
      return picked;
    },
    text: (length) => from(LETTERS_AND_DIGITS, length),
    hex: (length) => from(HEX, length),
    uuid: () => [8, 4, 4, 4, 12].map((length) => random.hex(length)).join("-"),
  };
  return random;

  function from(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet.charAt(random.below(alphabet.length))).join("");
  }
}
