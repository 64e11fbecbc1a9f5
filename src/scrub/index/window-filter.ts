/**
 * The Bloom filter that stands before a table of windows: most windows of a text are done with at its first bit. Both bits
 * of a key are in one word, and the words are few enough for the processor's caches.
 */

/** Each slot of the table has 2^3 bits of the filter, of which few are set. */
export const MARKS_SHIFT = 3;

/** 2^32 divided by the golden ratio: Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4). */
const HASH = 0x9e3779b1;

/**
 * The first bit of a key; without its lowest {@link MARKS_SHIFT} bits, it is the number of the key's slot.
 *
 * @param shift from {@link shiftFor}.
 */
export function markOf(key: number, shift: number): number {
  return Math.imul(key, HASH) >>> shift;
}

/** The second bit of a key, as a mask of the word of its first one. A multiplier of MurmurHash3, which has no part in the first. */
export function secondBit(key: number): number {
  return 1 << (Math.imul(key ^ (key >>> 16), 0x85ebca6b) >>> 27);
}

/** A filter in which no bit is set. @param slots of the table, a power of two. */
export function marksFor(slots: number): Int32Array {
  return new Int32Array((slots << MARKS_SHIFT) >>> 5);
}

/** By which the hash of a key is shifted to become a mark. @param slots of the table, a power of two. */
export function shiftFor(slots: number): number {
  return 32 - MARKS_SHIFT - Math.log2(slots);
}
