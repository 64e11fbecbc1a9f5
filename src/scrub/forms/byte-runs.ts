import { decimalGapEnd, GAP, hasIndex, hexGapEnd, hexGapKind, isDigit, prefixStart } from "./byte-gaps.js";
import { WINDOW } from "./window.js";
import type { Span } from "./written-text.js";

/** Bytes that a text lists, one after the other. */
export interface ByteRun {
  /** The bytes, and more space behind them. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Whether the text says that it shows only the first bytes, as Node's `util.inspect` does. */
  readonly isCut: boolean;
  /** Where some of the bytes stand in the text. */
  span(first: number, end: number): Span;
}

const FIRST_ROOM = 1024;
/** Room for longer runs is given back. */
const LONGEST_KEPT = 2 ** 14;

/**
 * Reads the lists of bytes in a text: hexadecimal in one piece, and hexadecimal and decimal numbers one by one, with any kind of
 * gap. Its time is linear in the length of the text.
 */
export class ByteRuns implements ByteRun {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  length = 0;
  isCut = false;
  /** Where each byte begins and ends. */
  #starts = new Int32Array(FIRST_ROOM);
  #ends = new Int32Array(FIRST_ROOM);

  span(first: number, end: number): Span {
    return { start: this.#starts[first] ?? 0, end: this.#ends[end - 1] ?? 0 };
  }

  /** Calls back for each list of at least four bytes. What it passes is overwritten by the next one. */
  each(text: string, visit: (run: ByteRun) => void): void {
    try {
      this.#each(text, () => visit(this));
    } finally {
      // Do not keep secrets in memory.
      if (this.bytes.length > LONGEST_KEPT) this.#resize(FIRST_ROOM);
      this.bytes.fill(0);
      this.length = 0;
    }
  }

  #each(text: string, visit: () => void): void {
    // How far lists have been read: a number inside of one begins no other.
    let hexDone = 0;
    let decimalDone = 0;
    for (let at = 0; at < text.length; at++) {
      if (!isHexDigit(text.charCodeAt(at))) continue;
      const start = at;
      do at++;
      while (at < text.length && isHexDigit(text.charCodeAt(at)));
      const count = at - start;
      if (count >= 2 * WINDOW) this.#eachInOnePiece(text, start, at, visit);
      if (at === text.length || !mayBeginGap(text.charCodeAt(at))) continue;
      if (at >= hexDone && (count > 1 || text.charCodeAt(start - 1) === LETTER_X)) {
        hexDone = this.#readHex(text, count > 1 ? at - 2 : start, at);
        if (this.length >= WINDOW) visit();
      }
      if (at >= decimalDone && isDigit(text.charCodeAt(at - 1))) {
        decimalDone = this.#readDecimal(text, start, at);
        if (this.length >= WINDOW) this.#visitDecimal(text, visit);
      }
    }
  }

  /** Hexadecimal digits without gaps. The bytes may begin at the first or at the second one. */
  #eachInOnePiece(text: string, start: number, end: number, visit: () => void): void {
    for (let first = start; first < start + 2; first++) {
      this.length = 0;
      for (let at = first; at + 2 <= end; at += 2) this.#push(hexByte(text, at), at, at + 2);
      this.isCut = isCutOff(text, end);
      if (this.length >= WINDOW) visit();
    }
  }

  /** Reads hexadecimal numbers from one on. Returns how far it came, if these are enough for a list. */
  #readHex(text: string, start: number, end: number): number {
    const kind = hexGapKind(text, end);
    this.length = 0;
    if (kind === GAP.none) return 0;
    this.#push(end - start === 1 ? hexDigit(text.charCodeAt(start)) : hexByte(text, start), start, end);
    this.#starts[0] = prefixStart(text, start, kind);
    let last = end;
    for (;;) {
      const next = hexGapEnd(text, last, kind);
      if (next === NONE || !isHexDigit(text.charCodeAt(next))) break;
      const isLong = isHexDigit(text.charCodeAt(next + 1));
      if (!isLong && kind !== GAP.prefix) break;
      const byte = isLong ? hexByte(text, next) : hexDigit(text.charCodeAt(next));
      const stop = next + (isLong ? 2 : 1);
      this.#push(byte, prefixStart(text, next, kind), stop);
      last = stop;
    }
    this.isCut = isCutOff(text, last);
    return this.length >= WINDOW ? last : 0;
  }

  /** Reads decimal numbers from the one on that ends a word. Returns how far it came, if these are enough for a list. */
  #readDecimal(text: string, wordStart: number, end: number): number {
    let start = end;
    while (start > wordStart && isDigit(text.charCodeAt(start - 1))) start--;
    this.length = 0;
    const first = decimalByte(text, start, end);
    if (first === NONE) return 0;
    this.#push(first, start, end);
    const isIndexed = hasIndex(text, end);
    let last = end;
    for (;;) {
      const next = decimalGapEnd(text, last, isIndexed);
      if (next === NONE) break;
      // Java has signed bytes.
      const digits = text.charCodeAt(next) === DASH ? next + 1 : next;
      let stop = digits;
      while (isDigit(text.charCodeAt(stop))) stop++;
      const byte = decimalByte(text, digits, stop);
      if (byte === NONE) break;
      this.#push(digits === next ? byte : -byte, next, stop);
      last = stop;
    }
    this.isCut = isCutOff(text, last);
    return this.length >= WINDOW ? last : 0;
  }

  /** A dash before the first number may be its sign. */
  #visitDecimal(text: string, visit: () => void): void {
    visit();
    const start = this.#starts[0] ?? 0;
    if (text.charCodeAt(start - 1) !== DASH) return;
    this.bytes[0] = -(this.bytes[0] ?? 0);
    this.#starts[0] = start - 1;
    visit();
  }

  #push(byte: number, start: number, end: number): void {
    const { length } = this;
    if (length === this.bytes.length) this.#resize(2 * length);
    this.bytes[length] = byte;
    this.#starts[length] = start;
    this.#ends[length] = end;
    this.length++;
  }

  #resize(room: number): void {
    const { bytes } = this;
    const [starts, ends] = [this.#starts, this.#ends];
    this.bytes = new Uint8Array(room);
    this.#starts = new Int32Array(room);
    this.#ends = new Int32Array(room);
    if (room < bytes.length) return;
    this.bytes.set(bytes);
    this.#starts.set(starts);
    this.#ends.set(ends);
  }
}

const NONE = -1;
const DASH = 0x2d;
const LETTER_X = 0x78;

const HEX_DIGITS: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[\da-f]/i.test(String.fromCharCode(code)),
);

function isHexDigit(code: number): boolean {
  return code < 128 && HEX_DIGITS[code] === true;
}

/** The value of a hexadecimal digit in either case. */
function hexDigit(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

function hexByte(text: string, at: number): number {
  return hexDigit(text.charCodeAt(at)) * 16 + hexDigit(text.charCodeAt(at + 1));
}

/** The byte of decimal digits; -1 if it is none. */
function decimalByte(text: string, start: number, end: number): number {
  if (end - start < 1 || end - start > 3) return NONE;
  let byte = 0;
  for (let at = start; at < end; at++) byte = byte * 10 + text.charCodeAt(at) - 0x30;
  return byte > 255 ? NONE : byte;
}

/** Quick check: most numbers in a line end before something else. */
function mayBeginGap(code: number): boolean {
  return code <= 0x20 || code > 0x7f || GAP_STARTS.includes(code);
}

const GAP_STARTS: readonly number[] = Array.from(",:-%\\", (character) => character.charCodeAt(0));

const CUT_OFF = /,?\s+\.\.\. \d/y;

/** Whether a list ends with the note of `util.inspect`, which shows only the beginning of a long list. */
function isCutOff(text: string, position: number): boolean {
  CUT_OFF.lastIndex = position;
  return CUT_OFF.test(text);
}
