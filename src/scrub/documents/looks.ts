/*
 * What a text is by its looks. A document that is secret as a whole also holds host names, paths and user names, which
 * must stay in logs.
 */

/** Shortest text that may look random. */
const SHORTEST_RANDOM = 8;
/** From this length on, a text in one case may look random. */
const LONG = 20;
const LONGEST_OPEN = 256;

/** An address without a password, a mail address, a time. */
const OPEN_TEXT =
  /^(?:[a-z][a-z\d+.-]*:\/\/[^@\s?]*|[^\s@:]+@[^\s@]+\.[a-z]+|\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)$/i;
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
  return text.length <= LONGEST_OPEN && (OPEN_TEXT.test(text) || OPEN_WORD.test(text) || isOpenPath(text));
}

function isOpenPath(text: string): boolean {
  return PATH.test(text) && !looksRandom(text);
}

/**
 * Whether a text looks as if a machine has made it: it has letters and digits, in both cases or at least twenty, and is
 * not put together of words as host names, paths and versions are.
 */
export function looksRandom(text: string): boolean {
  const { length } = text;
  if (length < SHORTEST_RANDOM || /\s/.test(text) || !/[a-z]/i.test(text)) return false;
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  if (/\d/.test(text) ? length < LONG && !isMixed : length < LONG || !isMixed) return false;
  if (length <= LONGEST_OPEN && OPEN_TEXT.test(text)) return false;
  // Two words with capitals and a number are a password more often than a name.
  if (isMixed && !/[./]/.test(text) && /\d/.test(text)) return true;
  return !text.split(/[^A-Za-z\d]+/).every((part) => WORD.test(part));
}
