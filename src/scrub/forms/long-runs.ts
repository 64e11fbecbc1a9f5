import { base64Characters } from "./base64.js";

/*
 * A long secret in base64 is a long run of letters, and most texts have no such run. So a quick look at a text tells that it
 * holds no long secret in base64, or in hexadecimal in one piece.
 */

/** Longer secrets, in UTF-16 code units or bytes, are sought in base64 and in lists only where a text has room for them. */
export const LONG = 192;

/** So many letters of base64 a long secret decides at least: four for three bytes, but for three at its ends. */
const FEWEST = Math.floor(((LONG + 1) * 8) / 6) - 3;

let madeLetters: Uint8Array | undefined;

/** Which units may be part of base64, with any escapes. */
function letters(): Uint8Array {
  if (madeLetters !== undefined) return madeLetters;
  const made = new Uint8Array(256);
  for (const character of base64Characters()) made[character.charCodeAt(0)] = 1;
  madeLetters = made;
  return made;
}

/**
 * Whether a text may hold a long secret in base64, or in hexadecimal in one piece.
 *
 * @param units of the text, each folded to a byte. Beyond ASCII a unit may look like a letter, which costs time only.
 * @param length of the text.
 */
export function mayHoldLongBase64(units: Uint8Array, length: number): boolean {
  const isLetter = letters();
  let done = 0;
  // A run that is long enough has one of these letters.
  for (let at = FEWEST - 1; at < length; at += FEWEST) {
    let start = at;
    while (start >= done && isLetter[units[start] ?? 0] === 1) start--;
    let end = at + 1;
    while (end < length && end - start <= FEWEST && isLetter[units[end] ?? 0] === 1) end++;
    if (end - start > FEWEST) return true;
    done = at;
  }
  return false;
}
