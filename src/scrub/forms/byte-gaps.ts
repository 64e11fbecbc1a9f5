/*
 * What stands between the numbers of a list of bytes. A list has one kind of gap.
 */

/** The kinds of gaps between hexadecimal numbers. */
export const GAP = {
  none: 0,
  /** `68:75`. */
  colon: 1,
  /** `68-75`. */
  dash: 2,
  /** `%68%75`. */
  percent: 3,
  /** `\x68\x75`, with any number of backslashes. */
  escape: 4,
  /** `68 75`, `68, 75`, and line ends. */
  blank: 5,
  /** `0x68, 0x75`. */
  prefix: 6,
} as const;

/** The kind of a gap between hexadecimal numbers at an offset. */
export function hexGapKind(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === COLON) return GAP.colon;
  if (code === DASH) return GAP.dash;
  if (code === PERCENT) return GAP.percent;
  if (code === BACKSLASH && text.charCodeAt(backslashesEnd(text, at)) === LETTER_X) return GAP.escape;
  const end = blankEnd(text, at);
  if (end === at) return GAP.none;
  return hasHexPrefix(text, end) ? GAP.prefix : GAP.blank;
}

/** The end of a gap of a kind at an offset; -1 if there is none. */
export function hexGapEnd(text: string, at: number, kind: number): number {
  if (hexGapKind(text, at) !== kind) return NONE;
  if (kind < GAP.escape) return at + 1;
  if (kind === GAP.escape) return backslashesEnd(text, at) + 1;
  return kind === GAP.blank ? blankEnd(text, at) : blankEnd(text, at) + 2;
}

/** The offset at which the prefix of a number begins, such as `\x`, if the gaps have that kind. Otherwise that of the number. */
export function prefixStart(text: string, number: number, kind: number): number {
  const code = text.charCodeAt(number - 1);
  if (kind === GAP.percent) return code === PERCENT ? number - 1 : number;
  if (kind === GAP.prefix) return hasHexPrefix(text, number - 2) ? number - 2 : number;
  if (kind !== GAP.escape || code !== LETTER_X) return number;
  let start = number - 1;
  while (start > 0 && text.charCodeAt(start - 1) === BACKSLASH) start--;
  return start === number - 1 ? number : start;
}

/**
 * The end of a gap between decimal numbers at an offset; -1 if there is none.
 *
 * @param isIndexed whether each number has its index before it, as in the JSON of a typed array: `{"0":104,"1":117}`.
 */
export function decimalGapEnd(text: string, at: number, isIndexed: boolean): number {
  const end = blankEnd(text, at);
  if (end === at) return NONE;
  return isIndexed ? indexEnd(text, end) : end;
}

/** Whether an index stands behind the gap between two decimal numbers at an offset. */
export function hasIndex(text: string, at: number): boolean {
  return indexEnd(text, blankEnd(text, at)) !== NONE;
}

function indexEnd(text: string, at: number): number {
  const index = quoteEnd(text, at);
  let digits = index;
  while (isDigit(text.charCodeAt(digits))) digits++;
  const colon = quoteEnd(text, digits);
  return digits > index && text.charCodeAt(colon) === COLON ? spacesEnd(text, colon + 1) : NONE;
}

const NONE = -1;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const DASH = 0x2d;
const PERCENT = 0x25;
const LETTER_X = 0x78;

/** The end of a comma, white space and escaped line ends. */
function blankEnd(text: string, at: number): number {
  return spacesEnd(text, text.charCodeAt(at) === COMMA ? at + 1 : at);
}

function spacesEnd(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === 0x20 || (code >= 9 && code <= 13) || (code > 0x7f && /\s/.test(text.charAt(end)))) end++;
    else if (code === BACKSLASH) {
      const letter = backslashesEnd(text, end);
      if (!/[nrt]/.test(text.charAt(letter))) return end;
      end = letter + 1;
    } else return end;
  }
}

function backslashesEnd(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === BACKSLASH) end++;
  return end;
}

/** The end of a quote, which may be escaped. */
function quoteEnd(text: string, at: number): number {
  const end = backslashesEnd(text, at);
  const code = text.charCodeAt(end);
  return code === 0x22 || code === 0x27 ? end + 1 : end;
}

function hasHexPrefix(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x30 && (text.charCodeAt(at + 1) | 0x20) === LETTER_X;
}

/** Whether a code unit is a decimal digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
