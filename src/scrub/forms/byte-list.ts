import { type AddWindow, type Excerpt, keyAt } from "./window.js";
import type { Budget, Span } from "./written-text.js";

/** One way to write bytes one by one: as hexadecimal or decimal numbers, with or without separators. */
export interface ByteListStyle {
  /** Picks windows by which a list is found. The place of a window is the index of its first byte in the excerpt. */
  windows(excerpt: Excerpt, kind: number, add: AddWindow): void;
  /** Quick check: may a list be at this position? It reads only the text, because thousands of secrets may share a window. */
  mayHold?(text: string, position: number, at: number): boolean;
  /** Whether a search for the rest is worth it. It reads a few characters beside the window. */
  mayStandAt?(text: string, position: number, excerpt: Excerpt, at: number): boolean;
  /** Finds the bytes around the window of one of them. */
  find(text: string, position: number, bytes: Uint8Array, at: number, budget: Budget): Span | undefined;
}

/** Hexadecimal in one piece, of either case. */
export const hexText: ByteListStyle = {
  windows(excerpt, kind, add) {
    const at = hexPlace(excerpt);
    const byte = excerpt.bytes[at] ?? 0;
    const next = excerpt.bytes[at + 1] ?? 0;
    add((hexDigits(byte, LOWER) << 16) | hexDigits(next, LOWER), kind, at);
    if (isWrittenAlike(byte) && isWrittenAlike(next)) return;
    add((hexDigits(byte, UPPER) << 16) | hexDigits(next, UPPER), kind, at);
  },
  // A window is four digits, and ids hold many of them. With thousands of secrets nearly every window is found.
  mayStandAt: (text, position, excerpt, at) =>
    at === 0 || hexByte(text, position - 2) === (excerpt.bytes[at - 1] ?? 0),
  find: (text, position, bytes, at, budget) => findHex(text, position, bytes, at, budget, ""),
};

/** Separators of hexadecimal bytes: in Node's text of a Buffer, in escaped strings, in URLs. */
const SEPARATORS: readonly string[] = [" ", ":", "\\x", "%", "\\\\x", ", 0x"];
/** The first two characters of each separator, as in a key. After a separator of one character comes a digit of the next byte. */
const SEPARATOR_KEYS: readonly number[] = SEPARATORS.map(
  (separator) => (separator.charCodeAt(0) << 8) | (separator.length > 1 ? separator.charCodeAt(1) : 0),
);

/** Hexadecimal, byte by byte: `<Buffer 68 75>`, `68:75`, `\x68\x75`, `%68%75`. */
export const hexList: ByteListStyle = {
  windows(excerpt, kind, add) {
    const at = hexPlace(excerpt);
    const byte = excerpt.bytes[at] ?? 0;
    const next = excerpt.bytes[at + 1] ?? 0;
    hexListWindows(hexDigits(byte, LOWER), hexDigits(next, LOWER), kind, at, add);
    if (isWrittenAlike(byte) && isWrittenAlike(next)) return;
    hexListWindows(hexDigits(byte, UPPER), hexDigits(next, UPPER), kind, at, add);
  },
  // Times and addresses look like this.
  mayStandAt(text, position, excerpt, at) {
    const separator = separatorBehind(text, position);
    if (separator === undefined) return false;
    const before = position - separator.length;
    const isAfterAnother =
      text.startsWith(separator, before) && hexByte(text, before - 2) === excerpt.bytes[at - 1];
    return at === 0 || isAfterAnother;
  },
  find(text, position, bytes, at, budget) {
    const separator = separatorBehind(text, position);
    return separator === undefined ? undefined : findHex(text, position, bytes, at, budget, separator);
  },
};

/** The separator after the byte at an offset. */
function separatorBehind(text: string, position: number): string | undefined {
  return SEPARATORS.find((separator) => text.startsWith(separator, position + 2));
}

function hexListWindows(byte: number, next: number, kind: number, at: number, add: AddWindow): void {
  for (let index = 0; index < SEPARATOR_KEYS.length; index++) {
    const separator = SEPARATOR_KEYS[index] ?? 0;
    add((byte << 16) | separator | ((separator & 0xff) === 0 ? next >> 8 : 0), kind, at);
  }
}

/** The byte of an excerpt with which a window begins: near the middle, so that upper and lower case write two bytes alike. */
function hexPlace({ bytes, length }: Excerpt): number {
  const middle = length >> 1;
  for (let distance = 0; distance < length - 1; distance++) {
    const at = (middle + distance) % (length - 1);
    if (isWrittenAlike(bytes[at] ?? 0) && isWrittenAlike(bytes[at + 1] ?? 0)) return at;
  }
  return middle;
}

/** Whether a byte has no letter among its hexadecimal digits. */
function isWrittenAlike(byte: number): boolean {
  return byte < 0xa0 && (byte & 15) < 10;
}

const LOWER = "0123456789abcdef";
const UPPER = "0123456789ABCDEF";

/** The digits of a byte, as 16 bits. */
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
    return hexByte(text, offset) === bytes[index];
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
  // An escape sequence begins before its byte.
  if (/^(?:\\+x|%)$/.test(separator) && start >= separator.length && hasSeparator(start - separator.length)) {
    start -= separator.length;
  }
  return { start, end };
}

/** The byte of two digits; NaN if these are not digits. */
function hexByte(text: string, offset: number): number {
  return hexDigit(text.charCodeAt(offset)) * 16 + hexDigit(text.charCodeAt(offset + 1));
}

/** The value of a digit in either case; NaN for any other character. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

/** Whether a list ends with the note of `util.inspect`, which shows only the beginning of a long list. */
function isCutOff(text: string, position: number): boolean {
  return /^,?\s+\.\.\. \d/.test(text.slice(position, position + 12));
}

const BEFORE = /(?<!\d)(\d{1,3}),(?:\s|\\+n)*(?:\\*["']?\d+\\*["']?:\s*)?$/;
const BETWEEN = [/,(?:\s|\\+n)*/y, /,(?:\s|\\+n)*\\*["']?\d+\\*["']?:\s*/y] as const;
const LONGEST_SEPARATOR = 64;

/** Whether a separator of {@link BEFORE} may end with a character: `,`, `:`, `\n`, white space. */
function mayEndSeparator(code: number): boolean {
  return code === 0x2c || code === 0x3a || code === 0x6e || code <= 0x20 || code >= 0xa0;
}

/** The key of the window for each byte of three digits: the digits and a comma. */
const LONG_DECIMAL_KEYS: readonly number[] = Array.from({ length: 256 }, (_, byte) => keyAt(`${byte},`, 0));

/** Decimal numbers: `[104,117]`, `{"type":"Buffer","data":[104,117]}`, `{"0":104,"1":117}`, `Uint8Array(2) [ 104, 117 ]`. */
export const decimalList: ByteListStyle = {
  windows(excerpt, kind, add) {
    // Skip the last byte: any character may follow it.
    const at = lastAtLeast(excerpt, 100);
    if (at !== -1) return add(LONG_DECIMAL_KEYS[excerpt.bytes[at] ?? 0] ?? 0, kind, at);
    const short = lastAtLeast(excerpt, 10);
    if (short === -1) return;
    for (const before of [",", " ", ":", "["])
      add(keyAt(`${before}${excerpt.bytes[short]},`, 0), kind, short);
  },
  // Almost every number in a log line gets here (process id, timestamps), so reject early.
  mayHold(text, found, at) {
    if (!isDigit(text, found)) return true;
    return at === 0 ? !isDigit(text, found - 1) : mayEndSeparator(text.charCodeAt(found - 1));
  },
  mayStandAt: (text, found, { bytes }, at) =>
    at === 0 || numberBefore(text, numberAt(found, bytes[at]))?.number === String(bytes[at - 1]),
  find(text, found, bytes, at, budget) {
    const position = numberAt(found, bytes[at]);
    let end = position + String(bytes[at]).length;
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
      const before = numberBefore(text, start);
      if (before?.number !== String(bytes[index])) return undefined;
      start -= before.length;
    }
    return { start, end };
  },
};

/** The place of the last byte before the excerpt's last that is at least a number; -1 if there is none. */
function lastAtLeast({ bytes, length }: Excerpt, least: number): number {
  for (let at = length - 2; at >= 0; at--) {
    if ((bytes[at] ?? 0) >= least) return at;
  }
  return -1;
}

/** The offset of a window's number. The window of a short number begins one character before it. */
function numberAt(found: number, byte: number | undefined): number {
  return byte !== undefined && byte >= 100 ? found : found + 1;
}

/** The number before another number of a list, and its length together with the separator. */
function numberBefore(
  text: string,
  start: number,
): { readonly number: string; readonly length: number } | undefined {
  const before = BEFORE.exec(text.slice(Math.max(0, start - LONGEST_SEPARATOR), start));
  return before === null ? undefined : { number: before[1] ?? "", length: before[0].length };
}

/** The end of a number that follows another number of a list; -1 if it does not follow. */
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
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}
