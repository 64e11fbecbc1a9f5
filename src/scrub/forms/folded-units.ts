import { fold } from "../index/window.js";

/** Shorter texts are taken one by one: that is faster than a call of the encoder. */
const FEWEST_ENCODED = 32;
/** Longest text for which memory is kept. */
const LONGEST_KEPT = 2 ** 14;

const encoder = new TextEncoder();
const kept = new Uint8Array(LONGEST_KEPT);

/**
 * The code units of a text, folded to a byte each, as the keys of windows have them. Texts that were just put together are
 * ropes, of which each `charCodeAt` finds its way anew; to encode one and read bytes takes two thirds of the time (measured).
 *
 * @returns bytes from the text's first unit on, maybe more than it has, to be read before the next call.
 */
export function foldedUnits(text: string): Uint8Array {
  const { length } = text;
  const units = length <= LONGEST_KEPT ? kept : new Uint8Array(length);
  // In ASCII, and nowhere else, UTF-8 has a byte for each unit: the unit itself.
  if (length >= FEWEST_ENCODED) {
    const { read, written } = encoder.encodeInto(text, units);
    if (read === length && written === length) return units;
  }
  for (let index = 0; index < length; index++) units[index] = fold(text.charCodeAt(index));
  return units;
}
