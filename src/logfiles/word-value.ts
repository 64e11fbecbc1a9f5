import type { PlacedValue } from "./finder.js";
import { isMadeByMachine } from "./header-value.js";
import { KnownValue } from "./known-value.js";
import type { NamePlace } from "./named-value.js";
import type { TextWindow } from "./text-window.js";

/** One word behind a separator and a blank, up to the end of the line, of the string, or of an item of a list. */
const WORD_BEHIND =
  /(\s{0,4}[:=] {1,4})([^\s,;"'`\\<>()[\]{}/]{4,128})(?=[,;"'`\\]|\s{0,2}[)\]}]|[ \t]{0,4}(?:\r?\n|$))/y;
const LONGEST_BEHIND = 144;
const LONGEST_ITEM = 80;

/** A list before a name: `{`, or `user: jane, `; or a bracket: `(given password: b2)`, but for the begin of its hash. */
const LIST_BEFORE = /(?:[{([]|\((?!SHA|MD5)[\w ]{1,24}|[:=] ?[^\s,:=]{1,64},) ?$/;
/** A word of a list that is none of prose, and no variable: it has a digit or a mark. */
const OPAQUE = /^[^@$&*:%].*[\d@#%^+~]/;
/** Types with a number in their names, as signatures have them. */
const TYPE = /^(?:u?int\d+|float\d+|utf-?\d+|u?int\d+array)$/i;

/** The begin of a line in a string, as YAML has it: `"user: jane\npassword: b"`. */
const LINE_BEFORE = /\\[nr][ \t]*(?:- )?$/;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The fewest characters of a secret under other names than those of passwords. Parsers print `unexpected token: Identifier2`. */
const LONG = 20;

/**
 * The word behind a name in the midst of a line, `generated password: 0b1c…`, if prose has no such words: a machine has made
 * it; or it is the value of a password in a list, `{user: jane, password: b2}`, or on a line of its own in a string.
 */
export function wordValue(
  window: TextWindow,
  { start, end }: NamePlace,
  isPassword: boolean,
): PlacedValue | undefined {
  window.at(end + LONGEST_BEHIND); // to wait for the end of the word
  WORD_BEHIND.lastIndex = end;
  const [, separator = "", word = ""] = WORD_BEHIND.exec(window.text) ?? [];
  if (word === "" || TYPE.test(word)) return undefined;
  const isMade = isMadeByMachine(word) || (isPassword && UUID.test(word));
  const isSecret = isMade && (isPassword || word.length >= LONG);
  const before = window.text.slice(Math.max(0, start - LONGEST_ITEM), start);
  const isItem = isPassword && (LINE_BEFORE.test(before) || (OPAQUE.test(word) && LIST_BEFORE.test(before)));
  if (!isSecret && !isItem) return undefined;
  return { start: end + separator.length, value: new KnownValue(word.length), quotes: "" };
}
