import type { Finder, PlacedValue } from "./finder.js";
import { HEADER_ENDS, type HeaderKind, headerKind, isHeaderName } from "./header-names.js";
import { isPlaceOfHeader } from "./header-place.js";
import { beginsCredential, isMadeByMachine, schemeLength } from "./header-value.js";
import { RunValue } from "./known-value.js";
import { type NamePlace, namedValue } from "./named-value.js";
import { plainValue, quoteBefore } from "./plain-value.js";
import { QuotedValue } from "./quoted-value.js";
import { SECRET_STEMS } from "./secret-names.js";
import { BareValue, StructuredValue } from "./structured-value.js";
import { Character, isWordCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";
import { headerEnd } from "./value-ends.js";
import { runAt, textAt } from "./value-text.js";

const FINDING = "credentials in headers";
const LONGEST_NAME = 64;
const UNDERSCORE = 0x5f;
/** What stands where a match begins, if no hyphen is before it: `authorization`, `cookie`, `apikey`, `x-auth`. */
const ONE_WORD = /ori|.oo|ik|-/i;

/** Finds the values of headers that hold credentials, in all quotings. */
export const HEADER_FINDERS: readonly Finder[] = [SECRET_STEMS, HEADER_ENDS].map((pattern) => ({
  pattern,
  find(window, matchStart, matchEnd) {
    const end = matchEnd - 1;
    const spaced = spacedValue(window, matchStart, end);
    if (spaced !== undefined) return { ...spaced, finding: FINDING };
    const start = separates(window, end) ? nameStart(window, matchStart) : undefined;
    const kind = start === undefined ? undefined : headerKind(writtenName(window, { start, end }));
    if (start === undefined || kind === undefined) return matchStart + 1;
    const place = { start, end };
    const isItem = isListed(window, place);
    const value = isItem
      ? (namedValue(window, place, "key") ?? listedValue(window, end))
      : wholeLine(window, namedValue(window, place, "key"), kind);
    const text = value === undefined ? undefined : textAt(window, value);
    if (value === undefined || text === undefined || !beginsCredential(text, kind)) return matchStart + 1;
    if (kind === "own" && !isMadeByMachine(text) && (isItem || !isPlaceOfHeader(window, place)))
      return matchStart + 1;
    // Settings have lists of names.
    if (isItem && isHeaderName(text)) return matchStart + 1;
    return { ...value, finding: FINDING };
  },
}));

/** Whether the character at an offset can stand behind a name that has a value. Most words of prose end here. */
function separates(window: TextWindow, at: number): boolean {
  switch (window.at(at)) {
    case Character.COMMA:
    case Character.NEWLINE:
    case Character.RETURN:
      return false;
    case Character.SPACE:
      return window.at(at + 1) === Character.COLON || window.at(at + 1) === Character.EQUALS;
    case Character.EQUALS:
      return window.at(at + 1) !== Character.SPACE;
    default:
      return true;
  }
}

const RUN = /[\w~+/=.-]*/y;

/** The value behind a header and a blank, as Go prints lists: `[x-api-key VALUE]`. In prose, such a word looks as if a machine has made it. */
function spacedValue(window: TextWindow, matchStart: number, end: number): PlacedValue | undefined {
  const { text } = window;
  const mayBeHeader = matchStart > 0 && "-oO".includes(text.charAt(matchStart - 1));
  if (!mayBeHeader || window.at(end) !== Character.SPACE) return undefined;
  const start = nameStart(window, matchStart);
  const kind = start === undefined ? undefined : headerKind(text.slice(start, end));
  if (kind !== "authorization" && kind !== "credential") return undefined;
  const behind = runAt(window, end + 1);
  const at = end + 1 + (kind === "authorization" ? schemeLength(behind) : 0);
  if (!isMadeByMachine(text.slice(at, end + 1 + behind.length))) return undefined;
  return { start: at, value: new RunValue(RUN), quotes: "" };
}

/** Where the name of a header begins that ends with a match; undefined if it is part of a flag, a path or a variable. */
function nameStart(window: TextWindow, matchStart: number): number | undefined {
  const { text } = window;
  const first = Math.max(0, matchStart - LONGEST_NAME);
  let start = matchStart;
  let isJoined = false;
  for (; start > first; start--) {
    const code = text.charCodeAt(start - 1);
    if (code === Character.DASH || code === UNDERSCORE) isJoined = true;
    else if (!isWordCharacter(code)) break;
  }
  // Most words that end like a secret name have no hyphen.
  if (!isJoined && !ONE_WORD.test(text.slice(Math.max(0, matchStart - 1), matchStart + 2))) return undefined;
  const before = text.slice(Math.max(0, start - 8), start);
  const word = text.slice(start, matchStart + 1);
  // Letters of an escape, of a colour, and of an option of curl that stands in one word with its value.
  const [prefix = ""] =
    (before.endsWith("\\")
      ? /^(?:[nrtbf]|u[\da-f]{4}|x[\da-f]{2})/i
      : before.endsWith("[")
        ? /^\d+m/
        : /^-H/
    ).exec(word) ?? [];
  if (prefix !== "") return start + prefix.length;
  if (/[/$@%-]$/.test(before) || word.startsWith("-")) return undefined;
  return !before.endsWith(".") || IS_ATTRIBUTE.test(before) ? start : undefined;
}

/** What stands before the name of a header in an attribute of OpenTelemetry. */
const IS_ATTRIBUTE = /(?:headers?|metadata)\.$/i;

/** The name of a header. Attributes may have underscores for its hyphens: `http.request.header.x_api_key`. */
function writtenName({ text }: TextWindow, { start, end }: NamePlace): string {
  const name = text.slice(start, end);
  if (text[start - 1] !== ".") return name;
  return IS_ATTRIBUTE.test(text.slice(Math.max(0, start - 9), start)) ? name.replaceAll("_", "-") : name;
}

/** Whether a name is an item of a list: it stands in quotation marks, and a comma behind it. */
function isListed(window: TextWindow, { start, end }: NamePlace): boolean {
  const { kind, end: next } = tokenAt(window, end);
  const isQuoted = kind === "quote" && quoteBefore(window, start) !== undefined;
  return isQuoted && window.at(skipSpace(window, next)) === Character.COMMA;
}

/** The value behind a name in a list of names and values: `"NAME", "VALUE"`, `key='NAME', value='VALUE'`. */
function listedValue(window: TextWindow, nameEnd: number): PlacedValue | undefined {
  const name = tokenAt(window, nameEnd);
  if (name.kind !== "quote") return undefined;
  let at = skipSpace(window, skipSpace(window, name.end) + 1);
  if (window.startsWith("value=", at)) at += "value=".length;
  // Bytes of Python.
  if (window.startsWith("b", at)) at++;
  const isList = window.startsWith("[", at);
  const open = closingEnd(window, isList ? skipSpace(window, at + 1) : at, name.quote);
  if (open === undefined || isKey(window, open, name.quote)) return undefined;
  if (isList) return { start: at, value: new StructuredValue(name.quote.backslashes) };
  return { start: open, value: new QuotedValue(name.quote) };
}

/** Whether a string, given the offset behind its opening mark, is the key of the next value: `"in":"NAME","required":true`. */
function isKey(window: TextWindow, open: number, quote: Quote): boolean {
  const close = closingEnd(window, open + runAt(window, open).length, quote);
  return close !== undefined && window.at(skipSpace(window, close)) === Character.COLON;
}

/** A value without quotation marks behind a name that has some: JSON has numbers there, so its words are prose. */
function wholeLine(
  window: TextWindow,
  value: PlacedValue | undefined,
  kind: HeaderKind,
): PlacedValue | undefined {
  if (!(value?.value instanceof BareValue) || kind === "credential" || kind === "own") return value;
  const plain = plainValue(window, value.start, headerEnd(undefined));
  return plain === undefined ? undefined : { start: value.start, value: plain, quotes: "" };
}
