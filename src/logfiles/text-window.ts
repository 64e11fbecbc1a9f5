/** What {@link TextWindow.at} gives where the text ends. */
export const END = -1;

/**
 * The part of a stream that is at hand. Each byte is one character of Latin-1, so that offsets in bytes and in text are
 * the same, and bytes that are no UTF-8 stay what they are. Whoever looks beyond the end of a window that is not the
 * last one starves: then nothing may be decided yet, so decisions never depend on where a stream was cut into chunks.
 */
export class TextWindow {
  readonly bytes: Buffer;
  readonly text: string;
  readonly isLast: boolean;
  /** Whether somebody looked beyond the end since this was last reset. */
  isStarved = false;

  constructor(bytes: Buffer, isLast: boolean) {
    this.bytes = bytes;
    this.text = bytes.toString("latin1");
    this.isLast = isLast;
  }

  /** The byte at an offset, or {@link END}. */
  at(offset: number): number {
    if (offset < this.text.length) return this.text.charCodeAt(offset);
    if (!this.isLast) this.isStarved = true;
    return END;
  }

  /** Whether a text stands at an offset. */
  startsWith(text: string, offset: number): boolean {
    for (let index = 0; index < text.length; index++) {
      if (this.at(offset + index) !== text.charCodeAt(index)) return false;
    }
    return true;
  }
}
