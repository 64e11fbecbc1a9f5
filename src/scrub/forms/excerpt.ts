/**
 * A few bytes out of a secret: enough for windows by which its encoded forms are found, without encoding a long secret as
 * a whole before anybody knows that it is needed.
 */
export interface Excerpt {
  /** The text as UTF-8; of a secret that is no text, a byte for each character. */
  readonly bytes: Uint8Array;
  /** How many of the bytes are the excerpt's. */
  readonly length: number;
}

const LENGTH = 12;
const LONGEST = 2 * LENGTH;
const encoder = new TextEncoder();

/** Takes excerpts, one after the other: each overwrites the one before, so that nothing is left over to be collected. */
export class Excerpts implements Excerpt {
  // A code unit has three bytes at most, and a character may be added at both ends.
  readonly bytes: Uint8Array = new Uint8Array(3 * (LONGEST + 2));
  length = 0;
  /** Where the excerpt begins in the secret's text, in UTF-16 code units. */
  index = 0;

  /**
   * Takes an excerpt of about a dozen characters that begins near an offset, or the whole text if it is short.
   *
   * @param isBinary whether each character stands for a byte.
   */
  take(text: string, near: number, isBinary: boolean): this {
    const isShort = text.length <= LONGEST;
    let index = isShort ? 0 : Math.max(0, Math.min(near, text.length - LENGTH));
    let end = isShort ? text.length : index + LENGTH;
    this.length = 0;
    for (let at = index; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f && !isBinary) {
        // Whole characters: half a pair of surrogates has another encoding than the pair.
        if (isInsidePair(text, index)) index--;
        if (isInsidePair(text, end)) end++;
        this.length = encoder.encodeInto(text.slice(index, end), this.bytes).written;
        break;
      }
      this.bytes[this.length++] = code;
    }
    this.index = index;
    return this;
  }
}

/** Whether an offset is between the two halves of a pair of surrogates. */
export function isInsidePair(text: string, at: number): boolean {
  return at > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}
