import { quoteBefore, type ValueEnd } from "./plain-value.js";
import type { TextWindow } from "./text-window.js";
import type { Quote } from "./token.js";
import { optionEnd, PARAMETER_END, semicolonEnd, WORD_END } from "./value-ends.js";

/** A list of pairs `name=value` in which a name stands, and where a value in it ends. */
export interface ListPlace {
  readonly end: ValueEnd;
}

const OPTION_FLAG =
  /(?:^|[\s"'`[(,])(?:-o|--options?|--mount-options|--set(?:-string)?)(?:[\s"'`,=]|\\+["'])+$/;
// The keys of PostgreSQL and others, whose connection strings have blanks between the pairs.
const PAIR_BEFORE =
  /(?:^|[\s"'`[({=,])(?:host|hostaddr|port|user|username|user_name|uid|dbname|database|server|vers|domain|sslmode|name)=[^\s"'`]* +$/i;
/** Flags that take one pair. */
const PAIR_FLAG = /(?:^|[\s"'`[(,])(?:--from-literal|--?var|-e|--extra-vars)(?:[\s"'`,=]|\\+["'])+$/;
const LONGEST_PAIR = 128;
const LONGEST_LIST = 500;

/** The list in which a name stands at an offset; undefined if it stands in no list. */
export function listStart(window: TextWindow, nameStart: number): ListPlace | undefined {
  const { text } = window;
  switch (text[nameStart - 1]) {
    case ",":
      return { end: optionEnd(quoteAround(window, nameStart)) };
    case ";":
      return { end: semicolonEnd(quoteAround(window, nameStart)) };
    case "&":
    case "?":
      return { end: PARAMETER_END };
    case "[":
      return { end: WORD_END };
    case ":":
      // A setting of npm for one registry: `//registry.npmjs.org/:_authToken=b`.
      if (text[nameStart - 2] === "/") return { end: WORD_END };
      break;
    default:
      break;
  }
  const before = text.slice(Math.max(0, nameStart - LONGEST_PAIR), nameStart);
  if (OPTION_FLAG.test(before)) return { end: optionEnd(quoteBefore(window, nameStart)) };
  if (PAIR_FLAG.test(before) && quoteBefore(window, nameStart) === undefined) return { end: WORD_END };
  if (before.endsWith("; ")) return { end: semicolonEnd(undefined) };
  if (before.endsWith(" ") && PAIR_BEFORE.test(before)) return { end: WORD_END };
  return undefined;
}

/** The value of the first pair of a form (`client_secret=b&grant_type=c`), and the name behind it. */
const FIRST_OF_FORM = /[^\s&"'`\\<>]{1,512}&[A-Za-z_][\w.%-]{0,63}=/y;
const LONGEST_FIRST = 580;

/** The list that begins with a pair: the body of a form. Undefined if no other pair follows. */
export function formStart(window: TextWindow, valueStart: number): ListPlace | undefined {
  window.at(valueStart + LONGEST_FIRST); // to wait for the next name
  FIRST_OF_FORM.lastIndex = valueStart;
  return FIRST_OF_FORM.test(window.text) ? { end: PARAMETER_END } : undefined;
}

/** The mark that opened the string around a list without blanks. */
function quoteAround(window: TextWindow, start: number): Quote | undefined {
  const { text } = window;
  let at = start;
  const first = Math.max(0, start - LONGEST_LIST);
  while (at > first && !`"'\`\n`.includes(text.charAt(at - 1)) && text[at - 1] !== " ") at--;
  return at === first ? undefined : quoteBefore(window, at);
}
