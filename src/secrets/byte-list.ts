import type { Budget, Span } from "./written-text.js";

/** How bytes are written one by one: as hexadecimal or decimal numbers, with something between them. */
export interface ByteListStyle {
  /** The texts by which a list is found, given the offset of a byte in it. */
  windows(bytes: Uint8Array, at: number): readonly string[];
  /** A byte that makes a good window, near the given offset; -1 if there is none. */
  anchor(bytes: Uint8Array, near: number): number;
  /** Finds the bytes around the window of one of them. */
  find(text: string, position: number, bytes: Uint8Array, at: number, budget: Budget): Span | undefined;
}

/** Hexadecimal in one piece, of either case. */
export const hexText: ByteListStyle = {
  anchor: (bytes, near) => (near + 1 < bytes.length ? near : bytes.length - 2),
  windows(bytes, at) {
    const window = hexByte(bytes[at]) + hexByte(bytes[at + 1]);
    return bothCases(window);
  },
  find: (text, position, bytes, at, budget) => findHex(text, position, bytes, at, budget, SEPARATORS[0]),
};

/** What may stand between two bytes in hexadecimal: nothing; as Node prints a Buffer; and as strings are escaped. */
const SEPARATORS = ["", " ", ":", "\\x", "%", "\\\\x", ", 0x", ","] as const;

/** Hexadecimal, byte by byte: `<Buffer 68 75>`, `68:75`, `\x68\x75`, `%68%75`. */
export const hexList: ByteListStyle = {
  anchor: hexText.anchor,
  windows(bytes, at) {
    const pair = [hexByte(bytes[at]), hexByte(bytes[at + 1])] as const;
    return SEPARATORS.slice(1).flatMap((separator) => bothCases(pair.join(separator === "" ? "" : separator), separator));
  },
  find(text, position, bytes, at, budget) {
    const separator = SEPARATORS.find((one) => one !== "" && text.startsWith(one, position + 2));
    return separator === undefined ? undefined : findHex(text, position, bytes, at, budget, separator);
  },
};

/** A window in both cases; what stands between bytes has only one. */
function bothCases(window: string, separator = ""): readonly string[] {
  const upper = separator.includes("x") ? window.replace(/^..|..$/g, (pair) => pair.toUpperCase()) : window.toUpperCase();
  const windows = [window.slice(0, 4), upper.slice(0, 4)];
  return windows[0] === windows[1] ? windows.slice(1) : windows;
}

function hexByte(byte = 0): string {
  return byte.toString(16).padStart(2, "0");
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
    return (
      offset >= 0 &&
      Number.parseInt(text.slice(offset, offset + 2), 16) === bytes[index] &&
      /^[\da-f]{2}$/i.test(text.slice(offset, offset + 2))
    );
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

/** `util.inspect` shows the beginning of a long list only: that is part of the secret, too. */
function isCutOff(text: string, position: number): boolean {
  return /^,?\s+\.\.\. \d/.test(text.slice(position, position + 12));
}

const BEFORE = /(?<!\d)(\d{1,3}),(?:\s|\\+n)*(?:\\*["']?\d+\\*["']?:\s*)?$/;
const BETWEEN = /,(?:\s|\\+n)*(?:\\*["']?\d+\\*["']?:\s*)?/y;
const LONGEST_SEPARATOR = 64;

/** Decimal numbers: `[104,117]`, `{"type":"Buffer","data":[104,117]}`, `{"0":104,"1":117}`, `Uint8Array(2) [ 104, 117 ]`. */
export const decimalList: ByteListStyle = {
  anchor(bytes, near) {
    let best = -1;
    for (let distance = 0; distance < bytes.length; distance++) {
      for (const at of [near - distance, near + distance]) {
        // The last one is followed by anything.
        if (at < 0 || at > bytes.length - 2) continue;
        const byte = bytes[at] ?? 0;
        if (byte >= 100) return at;
        if (byte >= 10 && best === -1) best = at;
      }
    }
    return best;
  },
  windows(bytes, at) {
    const digits = String(bytes[at]);
    return digits.length === 3 ? [`${digits},`] : [",", " ", ":", "["].map((before) => `${before}${digits},`);
  },
  find(text, found, bytes, at, budget) {
    const digits = String(bytes[at]);
    const position = digits.length === 3 ? found : found + 1;
    let end = position + digits.length;
    for (let index = at + 1; index < bytes.length; index++) {
      budget.take(2);
      BETWEEN.lastIndex = end;
      const next = BETWEEN.test(text) ? BETWEEN.lastIndex : -1;
      const expected = String(bytes[index]);
      if (next === -1 || !text.startsWith(expected, next) || isDigit(text, next + expected.length)) {
        if (isCutOff(text, end)) break;
        return undefined;
      }
      end = next + expected.length;
    }
    let start = position;
    if (isDigit(text, start - 1)) return undefined;
    for (let index = at - 1; index >= 0; index--) {
      budget.take(4);
      const before = BEFORE.exec(text.slice(Math.max(0, start - LONGEST_SEPARATOR), start));
      if (before === null || before[1] !== String(bytes[index])) return undefined;
      start -= before[0].length;
    }
    return { start, end };
  },
};

function isDigit(text: string, at: number): boolean {
  return /\d/.test(text.charAt(at));
}
