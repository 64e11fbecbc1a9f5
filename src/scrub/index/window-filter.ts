import { fold } from "../forms/window.js";

/*
 * What a scan does for each character of a text: fold the character to a byte, and look into a Bloom filter. Most windows of
 * a text end at the filter's first bit. Both bits of a key are in one word, and the words are few enough for the
 * processor's caches.
 */

/** Shorter texts are folded one unit at a time: that is faster than a call of the encoder. */
const FEWEST_ENCODED = 32;
/** The longest text for which memory is kept. */
const LONGEST_KEPT = 2 ** 14;

const encoder = new TextEncoder();
const kept = new Uint8Array(LONGEST_KEPT);

/**
 * The code units of a text, each folded to a byte, as in the keys of windows. A text that was just concatenated is a rope, and
 * each `charCodeAt` searches the rope again. Encoding it and reading bytes takes two thirds of that time (measured).
 *
 * @returns bytes that begin with the text's first unit. There may be more bytes than the text has units. The next call
 * overwrites them.
 */
export function foldedUnits(text: string): Uint8Array {
  const { length } = text;
  const units = length <= LONGEST_KEPT ? kept : new Uint8Array(length);
  // Only in ASCII does UTF-8 have one byte per unit, and that byte is the unit itself.
  if (length >= FEWEST_ENCODED) {
    const { read, written } = encoder.encodeInto(text, units);
    if (read === length && written === length) return units;
  }
  for (let index = 0; index < length; index++) units[index] = fold(text.charCodeAt(index));
  return units;
}

/** Each slot of the table has 2^3 bits of the filter. Few of them are set. */
export const MARKS_SHIFT = 3;

/** 2^32 divided by the golden ratio: Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4). */
const HASH = 0x9e3779b1;

/**
 * The first bit of a key. Without its lowest {@link MARKS_SHIFT} bits, it is the number of the key's slot.
 *
 * @param shift from {@link shiftFor}.
 */
export function markOf(key: number, shift: number): number {
  return Math.imul(key, HASH) >>> shift;
}

/** The second bit of a key, as a mask for the word of the first bit. The multiplier is from MurmurHash3, independent of {@link HASH}. */
export function secondBit(key: number): number {
  return 1 << (Math.imul(key ^ (key >>> 16), 0x85ebca6b) >>> 27);
}

/** A filter in which no bit is set. @param slots of the table, a power of two. */
export function marksFor(slots: number): Int32Array {
  return new Int32Array((slots << MARKS_SHIFT) >>> 5);
}

/** The number of bits by which the hash of a key is shifted to become a mark. @param slots of the table, a power of two. */
export function shiftFor(slots: number): number {
  return 32 - MARKS_SHIFT - Math.log2(slots);
}
