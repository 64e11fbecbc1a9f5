/*
 * Text in base64. Nearly every word that is looked at is none, and most of those show it in their first letters. So the
 * letters are decoded in a loop that stops at the first byte that no text has, and makes no objects before the end.
 */

/** Shorter words are not decoded: in base64 they are too often a word by chance. */
const SHORTEST_ENCODED = 8;

const NO_LETTER = 64;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** The six bits of each letter, in both alphabets. */
const BITS = new Uint8Array(128).fill(NO_LETTER);
for (let bits = 0; bits < ALPHABET.length; bits++) BITS[ALPHABET.charCodeAt(bits)] = bits;
BITS["-".charCodeAt(0)] = 62;
BITS["_".charCodeAt(0)] = 63;

const PADDING = 0x3d;
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The text in base64, in either alphabet, with or without padding; undefined if this is no base64, or does not hold text. */
export function textInBase64(text: string): string | undefined {
  if (text.length < SHORTEST_ENCODED) return undefined;
  const letters = lettersOfText(text);
  if (letters === 0) return undefined;
  const bytes = new Uint8Array((letters * 6) >> 3);
  let bits = 0;
  for (let at = 0, next = 0; at < letters; at++) {
    bits = (bits << 6) | bitsOf(text.charCodeAt(at));
    if (at % 4 !== 0) bytes[next++] = bits >> (6 - 2 * (at % 4));
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** How many letters stand before the padding; 0 if this is no base64, or its bytes are no printable text. */
function lettersOfText(text: string): number {
  const { length } = text;
  let bits = 0;
  /** How many more bytes the character has. */
  let more = 0;
  let at = 0;
  for (; at < length; at++) {
    const letter = bitsOf(text.charCodeAt(at));
    if (letter === NO_LETTER) break;
    bits = (bits << 6) | letter;
    // Four letters make three bytes: the first letter completes none of them.
    if (at % 4 === 0) continue;
    const byte = (bits >> (6 - 2 * (at % 4))) & 0xff;
    if (more > 0) {
      if (byte >> 6 !== 2) return 0;
      more--;
    } else if (byte < 0x80) {
      if (!isPrintable(byte)) return 0;
    } else {
      if (byte < 0xc2 || byte > 0xf4) return 0;
      more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
  }
  // One letter of four has no whole byte.
  if (more > 0 || at % 4 === 1) return 0;
  for (let end = at; end < length; end++) if (text.charCodeAt(end) !== PADDING) return 0;
  return at;
}

function bitsOf(code: number): number {
  return BITS[code] ?? NO_LETTER;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || (byte >= 9 && byte <= 13);
}
