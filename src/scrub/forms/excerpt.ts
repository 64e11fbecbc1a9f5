import { isInsidePair } from "./window.js";

/** How many code units an excerpt has before its place, and from its place on. */
const BEFORE = 6;
const AFTER = 10;

const encoder = new TextEncoder();

/**
 * A few bytes out of a secret, around a place in it. They are enough for windows by which its encoded forms are found, so that
 * a long secret is encoded as a whole only when it is needed. The one excerpt is taken again and again, so that nothing has to
 * be collected.
 */
export class Excerpt {
  /** UTF-8 of the text. For a secret that is not text: one byte per character. A code unit has three bytes at most. */
  readonly bytes: Uint8Array = new Uint8Array(3 * (BEFORE + AFTER + 2));
  /** How many of the bytes belong to the excerpt. */
  length = 0;
  /** Where the excerpt begins in the secret's text, in UTF-16 code units. */
  index = 0;
  /** Where its place is in the bytes. At least four bytes follow, if the secret has four. */
  focus = 0;

  /**
   * Takes the excerpt around a place.
   *
   * @param isBinary whether each character stands for a byte.
   */
  take(text: string, place: number, isBinary: boolean): this {
    let index = Math.max(0, place - BEFORE);
    let end = Math.min(text.length, place + AFTER);
    this.length = 0;
    this.focus = place - index;
    for (let at = index; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f && !isBinary) {
        // Take whole characters: half a pair of surrogates is encoded in another way than the pair.
        if (isInsidePair(text, index)) index--;
        if (isInsidePair(text, end)) end++;
        this.length = encoder.encodeInto(text.slice(index, end), this.bytes).written;
        this.focus = encoder.encode(text.slice(index, place)).length;
        break;
      }
      this.bytes[this.length++] = code;
    }
    this.index = index;
    return this;
  }
}
