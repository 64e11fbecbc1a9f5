/*
 * What can be enumerated gets no pseudonym. Somebody who can make a program log values could try all of them, and compare.
 *
 * | value | has a pseudonym |
 * |---|---|
 * | number | if it has at least 12 digits, not counting zeros at the beginning, and they are not all the same |
 * | text with at most 3 letters: a phone number, a plate | by the same rule, for the digits in it |
 * | other text | if it has at least 8 characters, and 24 bits by their frequencies |
 * | text that begins with a date, in digits or with the name of a month, or with an IPv4 address, also in IPv6 | no |
 * | bytes | if they are at least 8, with 24 bits by their frequencies |
 * | more than 65,536 characters or bytes | no |
 * | `float`, 32-bit integer, enum, bool | no: plans do not ask for them |
 *
 * Of a longer text, the first 256 characters are looked at.
 */

/** Eight characters have so many bits if all of them are different. Fewer characters never have them. */
const FEWEST_BITS = 24;
const FEWEST_DIGITS = 12;
const MOST_LETTERS = 3;
/** No personal data is longer, and to hash it would take long. */
const LONGEST = 65_536;
/** So many characters tell enough. */
const COUNTED = 256;

/** `1984-12-31`, `19841231T`, `31.12.1984`, `12/31/84`. */
const DATE =
  /^\s*(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}(?![-./]?\d)|\d{8}T\d|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?![-./]?\d))/;
/** `31 December 1984`, `Mon, 31 Dec 1984`, `December 31st, 1984`. */
const WRITTEN_DATE = new RegExp(
  "^\\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[, ]\\s*)?" +
    "(?:\\d{1,2}(?:st|nd|rd|th)?[-. ]\\s*)?" +
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)" +
    "[-.,/ ]\\s*\\d",
  "i",
);
const IPV4 = /^\s*\[?(?:::ffff:)?(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/i;
/** The last character of ASCII. */
const LAST_ASCII = 0x7f;
const LETTERS = /\p{L}/gu;
const DIGITS = /\p{Nd}/gu;

/** Whether a text has so few possible values that they can be tried one after the other. */
export function isGuessableText(text: string): boolean {
  if (text.length > LONGEST) return true;
  const beginning = text.slice(0, COUNTED);
  if ([DATE, WRITTEN_DATE, IPV4].some((pattern) => pattern.test(beginning))) return true;
  const codes = asciiOf(beginning);
  const letters = codes === undefined ? countOf(LETTERS, beginning) : countOfLetters(codes);
  if (letters <= MOST_LETTERS) return areGuessableDigits(beginning.match(DIGITS) ?? []);
  if (codes !== undefined) return !haveBits(codes);
  const numbers = new Map<string, number>();
  const characters = Array.from(beginning, (one) => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  });
  return !haveBits(characters);
}

/** The codes of a text of ASCII. Undefined for any other text. Most texts are of ASCII, and their codes are counted in less time. */
function asciiOf(text: string): readonly number[] | undefined {
  const codes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > LAST_ASCII) return undefined;
    codes.push(code);
  }
  return codes;
}

function countOfLetters(codes: readonly number[]): number {
  let count = 0;
  for (const code of codes) {
    // A small letter and its capital letter differ in one bit.
    const small = code | 0x20;
    if (small >= 0x61 && small <= 0x7a) count++;
  }
  return count;
}

/** The same for bytes. */
export function isGuessableBytes(bytes: Uint8Array): boolean {
  return bytes.length > LONGEST || !haveBits(bytes.subarray(0, COUNTED));
}

/** The same for a number. @param text as JavaScript writes it. */
export function isGuessableNumber(text: string): boolean {
  const [mantissa = ""] = text.split("e");
  return areGuessableDigits(mantissa.match(DIGITS) ?? []);
}

function areGuessableDigits(digits: readonly string[]): boolean {
  // Of zeros alone, the last one is left.
  const counted = digits.slice(digits.findIndex((digit) => digit !== "0"));
  return counted.length < FEWEST_DIGITS || new Set(counted).size === 1;
}

/** The information in so many characters that are all different. */
const ALL_DIFFERENT: readonly number[] = Array.from({ length: COUNTED + 1 }, (_, count) =>
  count === 0 ? 0 : count * Math.log2(count),
);
/** What a character adds less if so many of the same came before. */
const SAME: readonly number[] = ALL_DIFFERENT.map((bits, count) => (ALL_DIFFERENT[count + 1] ?? bits) - bits);
const counts = new Uint16Array(256);
/** Sums of logarithms are not exact. */
const TOLERANCE = 1e-9;

/**
 * Whether there is enough information in a text if each of its characters was drawn by chance, each as often as it is there.
 *
 * @param characters a number below 256 for each.
 */
function haveBits(characters: readonly number[] | Uint8Array): boolean {
  counts.fill(0);
  let bits = ALL_DIFFERENT[characters.length] ?? 0;
  for (const one of characters) {
    const count = counts[one] ?? 0;
    bits -= SAME[count] ?? 0;
    counts[one] = count + 1;
  }
  // Nothing of the characters is kept.
  counts.fill(0);
  return bits >= FEWEST_BITS - TOLERANCE;
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
