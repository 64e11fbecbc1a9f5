/*
 * What a text is by its looks. A document that is secret as a whole also holds host names, paths and user names, which
 * must stay in logs.
 */

/** Shortest text that may look random. */
const SHORTEST_RANDOM = 8;
/** From this length on, a text in one case may look random. */
const LONG = 20;
const LONGEST_OPEN = 256;

/** An address without a password, and a mail address. */
const ADDRESS = /^(?:[a-z][a-z\d+.-]*:\/\/[^@\s?]*|[^\s@:]+@[^\s@]+\.[a-z]+)$/i;
const TIME = /^\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?$/i;
/** The words that options have, and the names of ways to log in. */
const OPEN_WORD = /^(?:yes|basic|digest|bearer|chap|plain|kerberos|oauth2?|required|optional)$/i;
const PATH = /^(?:~|\.{0,2})(?:\/[\w.@-]+)+\/?$/;

/**
 * Part of a name that people have chosen: a word with a number behind it (`node01`), a number with a unit (`10Gi`), an
 * abbreviation (`k8s`).
 */
const WORD =
  /^(?:(?:[A-Z]*|[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*[A-Z]{0,5})\d{0,4}|\d+[A-Za-z]{0,3}|[a-z]\d{1,2}[a-z])$/;

/** Whether a text under the key of a credential is none: an address, a path, a word of a configuration. */
export function isOpen(text: string): boolean {
  return text.length <= LONGEST_OPEN && (isOpenText(text) || OPEN_WORD.test(text) || isOpenPath(text));
}

/** Most texts have no sign of an address, and a search for a character takes far less time. */
function isOpenText(text: string): boolean {
  return isTime(text) || ((text.includes("@") || text.includes("://")) && ADDRESS.test(text));
}

/** Whether a text is a time, as documents have it beside tokens. */
export function isTime(text: string): boolean {
  return text.charCodeAt(4) === DASH && TIME.test(text);
}

function isOpenPath(text: string): boolean {
  return text.includes("/") && PATH.test(text) && !looksRandom(text);
}

const DASH = 0x2d;
/** Kinds of characters. */
const SMALL = 1;
const CAPITAL = 2;
const DIGIT = 4;
/** What a path, a version or a host name has between its words. */
const JOINT = 8;
const SPACE = 16;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return SPACE;
  if (/[./]/.test(character)) return JOINT;
  if (/\d/.test(character)) return DIGIT;
  return /[a-z]/.test(character) ? SMALL : /[A-Z]/.test(character) ? CAPITAL : 0;
});

/** Which kinds of characters a text has. Stops at white space. */
function kindsIn(text: string): number {
  let kinds = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    kinds |= code < 128 ? (KINDS[code] ?? 0) : /\s/.test(text.charAt(at)) ? SPACE : 0;
    if (kinds >= SPACE) break;
  }
  return kinds;
}

/**
 * Whether a text looks as if a machine has made it: it has letters and digits, in both cases or at least twenty, and is
 * not put together of words as host names, paths and versions are.
 */
export function looksRandom(text: string): boolean {
  const { length } = text;
  if (length < SHORTEST_RANDOM) return false;
  const kinds = kindsIn(text);
  if ((kinds & SPACE) !== 0 || (kinds & (SMALL | CAPITAL)) === 0) return false;
  const isMixed = (kinds & (SMALL | CAPITAL)) === (SMALL | CAPITAL);
  const hasDigit = (kinds & DIGIT) !== 0;
  if (hasDigit ? length < LONG && !isMixed : length < LONG || !isMixed) return false;
  if (length <= LONGEST_OPEN && isOpenText(text)) return false;
  // Two words with capitals and a number are a password more often than a name.
  if (isMixed && (kinds & JOINT) === 0 && hasDigit) return true;
  return !text.split(/[^A-Za-z\d]+/).every((part) => WORD.test(part));
}
