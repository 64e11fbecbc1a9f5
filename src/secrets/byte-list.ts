import { keyAt } from "./window.js";
import type { Budget, Span } from "./written-text.js";

/** How bytes are written one by one: as hexadecimal or decimal numbers, with something between them. */
export interface ByteListStyle {
  /**
   * Picks windows by which a list is found.
   *
   * @param add takes the key of a window, and which byte of the excerpt it begins with.
   */
  windows(excerpt: readonly number[], add: (key: number, at: number) => void): void;
  /** Finds the bytes around the window of one of them. */
  find(text: string, position: number, bytes: Uint8Array, at: number, budget: Budget): Span | undefined;
}

/** Hexadecimal in one piece, of either case. */
export const hexText: ByteListStyle = {
  windows(excerpt, add) {
    const at = excerpt.length >> 1;
    hexWindows(excerpt, at, (pair, next) => add((pair << 16) | next, at));
  },
  find: (text, position, bytes, at, budget) => findHex(text, position, bytes, at, budget, ""),
};

/** What may stand between two bytes in hexadecimal: as Node prints a Buffer, and as strings and URLs are escaped. */
const SEPARATORS: readonly string[] = [" ", ":", "\\x", "%", "\\\\x", ", 0x"];

/** Hexadecimal, byte by byte: `<Buffer 68 75>`, `68:75`, `\x68\x75`, `%68%75`. */
export const hexList: ByteListStyle = {
  windows(excerpt, add) {
    const at = excerpt.length >> 1;
    for (const separator of SEPARATORS) {
      const first = separator.charCodeAt(0) << 8;
      const second = separator.length > 1 ? separator.charCodeAt(1) : 0;
      hexWindows(excerpt, at, (pair, next) => add((pair << 16) | first | (second || next >> 8), at));
    }
  },
  find(text, position, bytes, at, budget) {
    const separator = SEPARATORS.find((one) => text.startsWith(one, position + 2));
    return separator === undefined ? undefined : findHex(text, position, bytes, at, budget, separator);
  },
};

/** The digits of a byte and the next one, as 16 bits each; in both cases, if they differ. */
function hexWindows(excerpt: readonly number[], at: number, add: (pair: number, next: number) => void): void {
  const byte = excerpt[at] ?? 0;
  const next = excerpt[at + 1] ?? 0;
  const lower = hexDigits(byte, LOWER);
  const lowerNext = hexDigits(next, LOWER);
  add(lower, lowerNext);
  const upper = hexDigits(byte, UPPER);
  const upperNext = hexDigits(next, UPPER);
  if (upper !== lower || upperNext !== lowerNext) add(upper, upperNext);
}

const LOWER = "0123456789abcdef";
const UPPER = "0123456789ABCDEF";

function hexDigits(byte: number, digits: string): number {
  return (digits.charCodeAt(byte >> 4) << 8) | digits.charCodeAt(byte & 15);
}

function findHex(
  text: string,
  position: number,
  bytes: Uint8Array,
  at: number,
  budget: Budget,
  separator: string,
): Span | undefined {
  const step = 2 + separator.length;
  const isAt = (index: number, offset: number): boolean => {
    budget.take(1);
    return hexDigit(text.charCodeAt(offset)) * 16 + hexDigit(text.charCodeAt(offset + 1)) === bytes[index];
  };
  const hasSeparator = (offset: number): boolean => text.startsWith(separator, offset);
  let end = position;
  for (let index = at; index < bytes.length; index++) {
    const next = index === at ? position : end + separator.length;
    if (index > at && !hasSeparator(end)) {
      if (isCutOff(text, end)) break;
      return undefined;
    }
    if (!isAt(index, next)) {
      if (index > at && isCutOff(text, end)) break;
      return undefined;
    }
    end = next + 2;
  }
  let start = position;
  for (let index = at - 1; index >= 0; index--) {
    if (!hasSeparator(start - separator.length) || !isAt(index, start - step)) return undefined;
    start -= step;
  }
  // What stands before the first byte, where that is part of the escape.
  if (/^(?:\\+x|%)$/.test(separator) && start >= separator.length && hasSeparator(start - separator.length)) {
    start -= separator.length;
  }
  return { start, end };
}

/** The value of a digit of either case; NaN if a character is none. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

/** `util.inspect` shows the beginning of a long list only: that is part of the secret, too. */
function isCutOff(text: string, position: number): boolean {
  return /^,?\s+\.\.\. \d/.test(text.slice(position, position + 12));
}

const BEFORE = /(?<!\d)(\d{1,3}),(?:\s|\\+n)*(?:\\*["']?\d+\\*["']?:\s*)?$/;
const BETWEEN = [/,(?:\s|\\+n)*/y, /,(?:\s|\\+n)*\\*["']?\d+\\*["']?:\s*/y] as const;
const LONGEST_SEPARATOR = 64;

/** Decimal numbers: `[104,117]`, `{"type":"Buffer","data":[104,117]}`, `{"0":104,"1":117}`, `Uint8Array(2) [ 104, 117 ]`. */
export const decimalList: ByteListStyle = {
  windows(excerpt, add) {
    // The last one may be followed by anything.
    const candidates = excerpt.slice(0, -1);
    const at = candidates.findLastIndex((byte) => byte >= 100);
    if (at !== -1) return add(keyAt(`${excerpt[at]},`, 0), at);
    const short = candidates.findLastIndex((byte) => byte >= 10);
    if (short === -1) return;
    for (const before of [",", " ", ":", "["]) add(keyAt(`${before}${excerpt[short]},`, 0), short);
  },
  find(text, found, bytes, at, budget) {
    const digits = String(bytes[at]);
    const position = digits.length === 3 ? found : found + 1;
    let end = position + digits.length;
    for (let index = at + 1; index < bytes.length; index++) {
      budget.take(4);
      const next = numberAfter(text, end, String(bytes[index]));
      if (next === -1) {
        if (isCutOff(text, end)) break;
        return undefined;
      }
      end = next;
    }
    let start = position;
    if (isDigit(text, start - 1)) return undefined;
    for (let index = at - 1; index >= 0; index--) {
      budget.take(8);
      const before = BEFORE.exec(text.slice(Math.max(0, start - LONGEST_SEPARATOR), start));
      if (before === null || before[1] !== String(bytes[index])) return undefined;
      start -= before[0].length;
    }
    return { start, end };
  },
};

/** Where a number ends that stands behind another one; -1 if it does not. */
function numberAfter(text: string, end: number, number: string): number {
  for (const separator of BETWEEN) {
    separator.lastIndex = end;
    const start = separator.test(text) ? separator.lastIndex : -1;
    const isThere = start !== -1 && text.startsWith(number, start) && !isDigit(text, start + number.length);
    if (isThere) return start + number.length;
  }
  return -1;
}

function isDigit(text: string, at: number): boolean {
  return /\d/.test(text.charAt(at));
}
