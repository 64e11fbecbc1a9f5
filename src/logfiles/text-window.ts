/** {@link TextWindow.at} returns this behind the end of the text. */
export const END = -1;

/**
 * The part of a stream that is in memory. Each byte is one character of Latin-1, so offsets in bytes and in text are the
 * same, and bytes that are not UTF-8 survive. A read beyond the end of a window that is not the last one marks the window
 * as starved: the caller must not decide yet. So a decision never depends on where the stream was cut into chunks.
 */
export class TextWindow {
  readonly bytes: Buffer;
  /** The same bytes, four at a time. Bytes behind the last whole word are missing. */
  readonly words: Int32Array;
  readonly isLast: boolean;
  /** The offset of the window in the stream. */
  readonly base: number;
  /** The offset in the stream at which the line begins that the window begins in. */
  readonly #firstLine: number;
  #text: string | undefined;
  /** Up to here, line starts were searched for. */
  #searched = 0;
  /** The line that the offset of the last search is in. */
  #line: number;
  /** Whether a read went beyond the end since this was last reset. */
  isStarved = false;

  constructor(bytes: Buffer, isLast: boolean, base = 0, firstLine = 0) {
    this.bytes = bytes;
    this.words = wordsOf(bytes);
    this.isLast = isLast;
    this.base = base;
    this.#firstLine = firstLine;
    this.#line = firstLine;
  }

  /** The bytes as text. Most windows of a clean log are never asked for it. */
  get text(): string {
    this.#text ??= this.bytes.toString("latin1");
    return this.#text;
  }

  /** The byte at an offset, or {@link END}. */
  at(offset: number): number {
    if (offset < this.text.length) return this.text.charCodeAt(offset);
    if (!this.isLast) this.isStarved = true;
    return END;
  }

  /** Where the line begins that an offset is in: an offset in the stream. Fast if asked for one offset after the other. */
  lineStart(offset: number): number {
    const isAhead = offset >= this.#searched;
    const from = isAhead ? this.#searched : 0;
    const newline = this.bytes.subarray(from, offset).lastIndexOf(Character.NEWLINE);
    const line = newline !== -1 ? this.base + from + newline + 1 : isAhead ? this.#line : this.#firstLine;
    if (isAhead) {
      this.#searched = offset;
      this.#line = line;
    }
    return line;
  }

  /** Whether a text stands at an offset. */
  startsWith(text: string, offset: number): boolean {
    for (let index = 0; index < text.length; index++) {
      if (this.at(offset + index) !== text.charCodeAt(index)) return false;
    }
    return true;
  }
}

function wordsOf(bytes: Buffer): Int32Array {
  // Words need an offset in memory that is a multiple of four. Node gives one to what it allocates.
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Int32Array(buffer, byteOffset, bytes.length >> 2);
}

/** The codes of characters that have a meaning in logs. */
export const Character = {
  TAB: 0x09,
  NEWLINE: 0x0a,
  RETURN: 0x0d,
  ESCAPE: 0x1b,
  SPACE: 0x20,
  QUOTE: 0x22,
  APOSTROPHE: 0x27,
  COMMA: 0x2c,
  DASH: 0x2d,
  DOT: 0x2e,
  COLON: 0x3a,
  EQUALS: 0x3d,
  GREATER: 0x3e,
  BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSING_BRACKET: 0x5d,
  BACKTICK: 0x60,
  CLOSING_BRACE: 0x7d,
} as const;

/** Whether a character can stand in an identifier: an ASCII letter, a digit or an underscore. */
export function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

/** What ends a colour of a terminal: `ESC[32m`, `\u001b[32m`. */
const COLOUR = /\[[\d;]*m$/;

/** Whether a word can begin at an offset: no other word ends there. A letter before it may belong to an escape, as in `\n`, or to a colour. */
export function isWordStart(window: TextWindow, start: number): boolean {
  if (start === 0 || !isWordCharacter(window.text.charCodeAt(start - 1))) return true;
  if (window.text[start - 1] === "m" && COLOUR.test(window.text.slice(Math.max(0, start - 12), start)))
    return true;
  return "nrt".includes(window.text.charAt(start - 1)) && window.text[start - 2] === "\\";
}

/** Whether a character can stand in the key of a Kubernetes secret or of volume_context: the same, and `-`, `.`, `/`. */
export function isKeyCharacter(code: number): boolean {
  return isWordCharacter(code) || (code >= 0x2d && code <= 0x2f);
}

/** Whether a character is an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

// klog, JSON, ISO 8601 and Go's log, logfmt, syslog with and without a priority, and a date in brackets.
const RECORD_START =
  /^(?:[IWEFD]\d{4} |\{|\d{4}[-/]\d\d|(?:time|ts|level|msg)=|<\d|[A-Z][a-z]{2} [ \d]\d |\[\d{4})/;
const LONGEST_START = 8;

/**
 * Whether a log record starts at an offset, which must be the start of a line. If one does, a value that was open on the
 * line before was cut off there. Only known record formats count: any other line may be the next line of a secret, such
 * as a private key.
 */
export function isRecordStart(window: TextWindow, start: number): boolean {
  let end = start;
  while (end < start + LONGEST_START && window.at(end) !== END) end++;
  return RECORD_START.test(window.text.slice(start, end));
}
