/**
 * A few bytes out of a secret: enough for windows by which its encoded forms are found, without encoding a long secret as
 * a whole before anybody knows that it is needed.
 */
export interface Excerpt {
  /** Where it begins in the secret's text, in UTF-16 code units. */
  readonly index: number;
  /** The text as UTF-8; of a secret that is no text, a byte for each character. */
  readonly bytes: readonly number[];
}

const LENGTH = 12;
const encoder = new TextEncoder();

/**
 * Takes an excerpt of about a dozen characters that begins near an offset, or the whole text if it is short.
 *
 * @param isBinary whether each character stands for a byte.
 */
export function excerptOf(text: string, near: number, isBinary: boolean): Excerpt {
  const isShort = text.length <= 2 * LENGTH;
  let index = isShort ? 0 : Math.max(0, Math.min(near, text.length - LENGTH));
  let end = isShort ? text.length : index + LENGTH;
  const bytes: number[] = [];
  for (let at = index; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f && !isBinary) {
      // Whole characters: half a pair of surrogates has another encoding than the pair.
      if (isInsidePair(text, index)) index--;
      if (isInsidePair(text, end)) end++;
      return { index, bytes: [...encoder.encode(text.slice(index, end))] };
    }
    bytes.push(code);
  }
  return { index, bytes };
}

/** Whether an offset is between the two halves of a pair of surrogates. */
export function isInsidePair(text: string, at: number): boolean {
  return at > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}
