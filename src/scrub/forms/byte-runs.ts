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

/** Quick check: whether a window of bytes with this key may be sought. The key has one byte for each of four bytes. */
export type MaySeek = (key: number) => boolean;

/**
 * Reads the lists of bytes in a text: hexadecimal in one piece, and hexadecimal and decimal numbers one by one, with any kind of
 * gap. Its time is linear in the length of the text.
 */
export class ByteRuns implements ByteRun {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  length = 0;
  /** Where each byte begins and ends. */
  #starts = new Int32Array(FIRST_ROOM);
  #ends = new Int32Array(FIRST_ROOM);
  #text = "";

  get isCut(): boolean {
    return isCutOff(this.#text, this.#ends[this.length - 1] ?? 0);
  }

  span(first: number, end: number): Span {
    return { start: this.#starts[first] ?? 0, end: this.#ends[end - 1] ?? 0 };
  }

  /**
   * Calls back for each list of at least four bytes. What it passes is overwritten by the next one.
   *
   * @param units the text's units, each folded to a byte. Beyond ASCII a unit may look like a digit, which costs time only.
   * @param maySeek leaves out lists without any window that may be sought, where that is easy to tell.
   */
  each(text: string, units: Uint8Array, maySeek: MaySeek, visit: (run: ByteRun) => void): void {
    this.#text = text;
    try {
      this.#each(text, units, maySeek, visit);
    } finally {
      // Do not keep secrets in memory.
      this.#text = "";
      if (this.bytes.length > LONGEST_KEPT) this.#resize(FIRST_ROOM);
      this.bytes.fill(0);
      this.length = 0;
    }
  }

  #each(text: string, units: Uint8Array, maySeek: MaySeek, visit: (run: ByteRun) => void): void {
    // How far lists have been read: a number inside of one begins no other.
    let hexDone = 0;
    let decimalDone = 0;
    const { length } = text;
    for (let at = 0; at < length; at++) {
      if (NIBBLES[units[at] ?? 0] === NO_DIGIT) continue;
      const start = at;
      do at++;
      while (at < length && NIBBLES[units[at] ?? 0] !== NO_DIGIT);
      const count = at - start;
      if (count >= 2 * WINDOW) this.#eachInOnePiece(text, units, start, at, maySeek, visit);
      if (at === length) return;
      const next = units[at] ?? 0;
      const isMark = next === COLON || next === DASH || next === PERCENT;
      // Most numbers end before something else, and most ids and times have no second byte with such a mark.
      if (isMark ? units[at + 3] !== next : !mayBeginBlank(next) || !mayGoOn(text, at)) continue;
      if (at >= hexDone && (count > 1 || (start > 0 && text.charCodeAt(start - 1) === LETTER_X))) {
        hexDone = this.#readHex(text, count > 1 ? at - 2 : start, at);
        if (hexDone > 0) visit(this);
      }
      if (!isMark && at >= decimalDone && isDigit(text.charCodeAt(at - 1))) {
        decimalDone = this.#readDecimal(text, start, at);
        if (decimalDone > 0) this.#visitDecimal(text, visit);
      }
    }
  }

  /** Hexadecimal digits without gaps. The bytes may begin at the first or at the second one. */
  #eachInOnePiece(
    text: string,
    units: Uint8Array,
    start: number,
    end: number,
    maySeek: MaySeek,
    visit: (run: ByteRun) => void,
  ): void {
    // The beginning of a longer secret may not be sought yet.
    const isCut = mayBeginBlank(units[end] ?? 0) && isCutOff(text, end);
    const sides = isCut ? BOTH_SIDES : soughtSides(units, start, end, maySeek);
    for (let side = 0; side < 2; side++) {
      if ((sides & (1 << side)) === 0) continue;
      const first = start + side;
      this.length = 0;
      for (let at = first; at + 2 <= end; at += 2) this.#push(hexByte(text, at), at, at + 2);
      if (this.length >= WINDOW) visit(this);
    }
  }

  /** Reads hexadecimal numbers from one on. Returns how far it came, if these are enough for a list. */
  #readHex(text: string, start: number, end: number): number {
    const kind = hexGapKind(text, end);
    let next = kind === GAP.none ? NONE : hexGapEnd(text, end, kind);
    let stop = next === NONE ? NONE : hexItemEnd(text, next, kind);
    // Most words, times and ids end here.
    if (stop === NONE || hexGapKind(text, stop) !== kind) return 0;
    this.length = 0;
    this.#push(end - start === 1 ? hexDigit(text.charCodeAt(start)) : hexByte(text, start), start, end);
    this.#starts[0] = prefixStart(text, start, kind);
    let last = end;
    while (stop !== NONE) {
      const byte = stop - next === 1 ? hexDigit(text.charCodeAt(next)) : hexByte(text, next);
      this.#push(byte, prefixStart(text, next, kind), stop);
      last = stop;
      next = hexGapEnd(text, last, kind);
      stop = next === NONE ? NONE : hexItemEnd(text, next, kind);
    }
    return this.length >= WINDOW ? last : 0;
  }

  /** Reads decimal numbers from the one on that ends a word. Returns how far it came, if these are enough for a list. */
  #readDecimal(text: string, wordStart: number, end: number): number {
    let start = end;
    while (start > wordStart && isDigit(text.charCodeAt(start - 1))) start--;
    const first = decimalByte(text, start, end);
    if (first === NONE || decimalGapEnd(text, end, false) === NONE) return 0;
    this.length = 0;
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
    return this.length >= WINDOW ? last : 0;
  }

  /** A dash before the first number may be its sign. */
  #visitDecimal(text: string, visit: (run: ByteRun) => void): void {
    visit(this);
    const start = this.#starts[0] ?? 0;
    if (start === 0 || text.charCodeAt(start - 1) !== DASH) return;
    this.bytes[0] = -(this.bytes[0] ?? 0);
    this.#starts[0] = start - 1;
    visit(this);
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

const COLON = 0x3a;
const PERCENT = 0x25;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

const NO_DIGIT = 16;
/** The value of each hexadecimal digit. */
const NIBBLES = Uint8Array.from({ length: 256 }, (_, code) =>
  /[\da-f]/i.test(String.fromCharCode(code)) ? hexDigit(code) : NO_DIGIT,
);

function isHexDigit(code: number): boolean {
  return code < 128 && NIBBLES[code] !== NO_DIGIT;
}

function mayBeginBlank(unit: number): boolean {
  return unit <= 0x20 || unit === COMMA || unit === BACKSLASH || unit > 0x7f;
}

/** Whether another number may stand behind the blank at an offset. Most numbers of a log line have a word there. */
function mayGoOn(text: string, blank: number): boolean {
  const isEscape = text.charCodeAt(blank) === BACKSLASH;
  let at = isEscape ? blank : blank + 1;
  while (text.charCodeAt(at) === BACKSLASH) at++;
  const code = text.charCodeAt(at);
  // The index of a number has quotes around it.
  if (code === QUOTE || code === APOSTROPHE) return isDigit(text.charCodeAt(at + 1));
  if (text.charCodeAt(at - 1) === BACKSLASH) return MAY_BE_ESCAPED.includes(text.charAt(at));
  return code <= 0x20 || code > 0x7f || code === DASH || isHexDigit(code);
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
/** The letters of escaped line ends, and of an escaped byte. */
const MAY_BE_ESCAPED = "nrtx";

const BOTH_SIDES = 3;

/**
 * In which of two ways four bytes may be sought that hexadecimal digits write: bit 0 if the bytes begin at the first digit,
 * bit 1 if at the second one.
 */
function soughtSides(units: Uint8Array, start: number, end: number, maySeek: MaySeek): number {
  let sides = 0;
  let key = 0;
  for (let at = start; at < end; at++) {
    key = (key << 4) | (NIBBLES[units[at] ?? 0] ?? 0);
    const first = at - 2 * WINDOW + 1;
    if (first >= start && maySeek(key)) sides |= 1 << ((first - start) & 1);
  }
  return sides;
}

/** The value of a hexadecimal digit in either case. */
function hexDigit(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

function hexByte(text: string, at: number): number {
  return hexDigit(text.charCodeAt(at)) * 16 + hexDigit(text.charCodeAt(at + 1));
}

/** The end of a hexadecimal number in a list; -1 if there is none. Only after `0x` may it have one digit. */
function hexItemEnd(text: string, at: number, kind: number): number {
  if (!isHexDigit(text.charCodeAt(at))) return NONE;
  if (isHexDigit(text.charCodeAt(at + 1))) return at + 2;
  return kind === GAP.prefix ? at + 1 : NONE;
}

/** The byte of decimal digits; -1 if it is none. */
function decimalByte(text: string, start: number, end: number): number {
  if (end - start < 1 || end - start > 3) return NONE;
  let byte = 0;
  for (let at = start; at < end; at++) byte = byte * 10 + text.charCodeAt(at) - 0x30;
  return byte > 255 ? NONE : byte;
}

const CUT_OFF = /,?\s+\.\.\. \d/y;

/** Whether a list ends with the note of `util.inspect`, which shows only the beginning of a long list. */
function isCutOff(text: string, position: number): boolean {
  CUT_OFF.lastIndex = position;
  return CUT_OFF.test(text);
}
