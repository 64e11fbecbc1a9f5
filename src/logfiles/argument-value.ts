import type { PlacedValue } from "./finder.js";
import { plainValue, quoteBefore } from "./plain-value.js";
import { QuotedValue } from "./quoted-value.js";
import { isMarked } from "./scrubbed-value.js";
import { Character, END, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";
import { ARGUMENT_END, stringEnd } from "./value-ends.js";

/** An argument of a command line, or the part of one behind `=`. */
export interface Argument {
  /** Where its text begins. */
  readonly start: number;
  /** The mark that opened it, if it is quoted. */
  readonly quote: Quote | undefined;
  /** The mark around the whole argument, if only the argument as a whole is quoted. */
  readonly enclosing?: Quote | undefined;
}

/**
 * The value of a flag: `--password VALUE`, `--password=VALUE`, `"--password","VALUE"`, in any quoting. "clean" if it is
 * empty, or was scrubbed before; undefined if it is no flag with a value.
 */
export function flagValue(
  window: TextWindow,
  nameStart: number,
  nameEnd: number,
): PlacedValue | "clean" | undefined {
  const dashes = dashesStart(window, nameStart);
  if (dashes === nameStart) return undefined;
  const quote = quoteBefore(window, dashes);
  if (window.at(nameEnd) === Character.EQUALS) return joinedValue(window, nameEnd + 1, quote) ?? "clean";
  const next = nextArgument(window, nameEnd, quote);
  if (next === undefined || window.startsWith("--", next.start)) return undefined;
  return argumentValue(window, next) ?? "clean";
}

/** Where the dashes before the name of a flag begin; the offset itself if it is not the name of a flag. */
function dashesStart(window: TextWindow, nameStart: number): number {
  let start = nameStart;
  while (start > nameStart - 2 && window.text.charCodeAt(start - 1) === Character.DASH) start--;
  if (start <= 0 || /[\s"'`[({,=]/.test(window.text.charAt(start - 1))) return start;
  return quoteBefore(window, start) === undefined ? nameStart : start;
}

/** The value of a setting of iscsiadm, given the offset behind its name: `--name NAME --value VALUE`. */
export function settingValue(window: TextWindow, nameEnd: number): PlacedValue | undefined {
  // The name may have been in quotation marks that did not begin with it: `--name=NAME`.
  const token = tokenAt(window, nameEnd);
  const option = nextArgument(window, nameEnd, token.kind === "quote" ? token.quote : undefined);
  return option === undefined ? undefined : optionValue(window, option);
}

/** The value of `--value VALUE`, `--value=VALUE`, `-v VALUE` or `-vVALUE`, if this option stands there. */
function optionValue(window: TextWindow, { start, quote }: Argument): PlacedValue | undefined {
  const isLong = window.startsWith("--value", start);
  if (!isLong && !window.startsWith("-v", start)) return undefined;
  const end = start + (isLong ? 7 : 2);
  const code = window.at(end);
  if (code === Character.EQUALS) return joinedValue(window, end + 1, quote);
  const next = nextArgument(window, end, quote);
  if (next !== undefined) return argumentValue(window, next);
  // `-vVALUE` is one word. `-verbose` would be another option, but iscsiadm has none.
  const isJoined = !isLong && quote !== undefined && code !== END;
  return isJoined ? joinedValue(window, end, quote) : undefined;
}

/** How far before the name of a setting its value may stand. */
const LONGEST_ARGUMENTS = 500;
const OPTION = /(?<=[\s"'`[(,])(?:--value|-v)(?=[\s"'`,=\\])/g;

/** The value of a setting of iscsiadm that stands before its name: `-v VALUE -n NAME`. */
export function earlierSettingValue(window: TextWindow, nameStart: number): PlacedValue | undefined {
  const first = Math.max(0, nameStart - LONGEST_ARGUMENTS, window.lineStart(nameStart) - window.base);
  const before = window.text.slice(first, nameStart);
  const name = /(?:(?<=[\s"'`[(,])-n|--name)[\s"'`,=\\]+[\w.-]*$/.exec(before);
  if (name === null) return undefined;
  const option = [...before.slice(0, name.index).matchAll(OPTION)].at(-1);
  if (option === undefined) return undefined;
  const start = first + option.index;
  return optionValue(window, { start, quote: quoteBefore(window, start) });
}

/** The argument after one that ends at an offset. `quote` is the mark around that one, if there is one. */
export function nextArgument(
  window: TextWindow,
  end: number,
  quote: Quote | undefined,
): Argument | undefined {
  const closed = quote === undefined ? undefined : closingEnd(window, end, quote);
  const from = closed ?? end;
  let at = skipBlanks(window, from);
  if (closed !== undefined && window.at(at) === Character.COMMA) at = skipSpace(window, at + 1);
  if (at === from) return undefined;
  const code = window.at(at);
  if (code === END || code === Character.NEWLINE) return undefined;
  const token = tokenAt(window, at);
  if (token.kind !== "quote") return { start: at, quote: undefined };
  // A mark that closes a string around the command line opens no argument.
  const isOuter = closed === undefined && quote !== undefined && token.quote.backslashes < quote.backslashes;
  return isOuter ? undefined : { start: token.end, quote: token.quote };
}

/** The offset behind blanks, and behind line ends that a backslash or an escape takes away. */
function skipBlanks(window: TextWindow, start: number): number {
  let at = start;
  for (let count = 0; count < 64; count++) {
    const { kind, end } = tokenAt(window, at);
    if (kind === "space") at = end;
    else if (window.at(at) === Character.BACKSLASH && window.at(at + 1) === Character.NEWLINE) at += 2;
    else break;
  }
  return at;
}

/** The value that an argument is, unless it is empty or the marker. */
export function argumentValue(
  window: TextWindow,
  { start, quote, enclosing }: Argument,
): PlacedValue | undefined {
  if (quote !== undefined) return quotedAt(window, start, quote);
  const value = plainValue(window, start, enclosing === undefined ? ARGUMENT_END : stringEnd(enclosing));
  return value === undefined ? undefined : { start, value, quotes: "" };
}

/** A string whose opening mark was read, unless it is empty or the marker. */
function quotedAt(window: TextWindow, start: number, quote: Quote): PlacedValue | undefined {
  if (closingEnd(window, start, quote) !== undefined || isMarked(window, start, quote)) return undefined;
  return { start, value: new QuotedValue(quote) };
}

function joinedValue(window: TextWindow, start: number, quote: Quote | undefined): PlacedValue | undefined {
  return argumentValue(window, joinedArgument(window, start, quote));
}

/** What follows `=` in the same argument. `quote` is the mark around the argument, if there is one. */
export function joinedArgument(window: TextWindow, start: number, quote: Quote | undefined): Argument {
  const token = tokenAt(window, start);
  if (token.kind === "quote" && (quote === undefined || token.quote.mark !== quote.mark))
    return { start: token.end, quote: token.quote };
  return { start, quote: undefined, enclosing: quote };
}
