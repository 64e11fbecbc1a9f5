import { STRIPPED } from "../marker.js";
import { earlierSettingValue, flagValue, settingValue } from "./argument-value.js";
import type { PlacedValue } from "./finder.js";
import { GO_MAP_START, GoMapValue, goMapEntriesStart } from "./go-map-value.js";
import { absentEnd, isSymbol, typeEnd, valueLabelEnd } from "./kept-text.js";
import { listStart } from "./option-list.js";
import { plainValue, quoteBefore, type ValueEnd } from "./plain-value.js";
import { JoinedStringsValue } from "./quoted-value.js";
import { BareValue, StructuredValue } from "./structured-value.js";
import { Character, isRecordStart, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";
import { ELEMENT_END, headerEnd, pairEnd } from "./value-ends.js";

/** A name in a log names either a map of secrets, or one secret value. */
export type NameKind = "map" | "key";

/** Where a name stands. */
export interface NamePlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The value that belongs to a name; undefined if the name is only mentioned. Forms of all writers: `"secrets":{`,
 * `secrets:<`, `secrets:{`, `secrets {key:`, `Secrets:map[`, `secrets=`; for keys also `key:"NAME" value:`,
 * `{"key":"NAME","value":`, `["NAME",`, `'NAME' =>`, `:NAME =>`, `NAME:` in a Go map, `--NAME VALUE` and `<NAME>`.
 */
export function namedValue(window: TextWindow, name: NamePlace, kind: NameKind): PlacedValue | undefined {
  const { start, end } = name;
  if (kind === "key") {
    const argument =
      flagValue(window, start, end) ?? settingValue(window, end) ?? earlierSettingValue(window, start);
    if (argument !== undefined) return argument === "clean" ? undefined : argument;
  }
  const token = tokenAt(window, end);
  if (token.kind === "quote") {
    const value = afterQuotedName(window, name, token.end, token.quote, kind);
    return value === undefined ? undefined : valueAt(window, value, kind, token.quote);
  }
  const at = skipSpace(window, end);
  const code = window.at(at);
  if (isSymbol(window, start) && tokenAt(window, at).kind === "arrow")
    return valueAt(window, skipSpace(window, at + 2), kind, undefined);
  if (code === Character.COLON || code === Character.EQUALS)
    return valueAt(window, skipSpace(window, at + 1), kind, undefined, endOf(window, name, at));
  if (kind === "map") return isUnseparatedMap(window, at) ? valueAt(window, at, kind, undefined) : undefined;
  const isElement = code === Character.GREATER && window.text[start - 1] === "<";
  return isElement ? plainAt(window, at + 1, ELEMENT_END) : undefined;
}

/** Where the value of an unquoted name ends, if it has no marks of its own: its separator at an offset tells. */
function endOf(window: TextWindow, { start, end }: NamePlace, separator: number): ValueEnd {
  const code = window.at(separator);
  const quote = quoteBefore(window, start);
  if (separator > end) return headerEnd(quote);
  if (code === Character.EQUALS) {
    const list = listStart(window, start);
    return list === undefined ? pairEnd(code, quote) : list.end;
  }
  const { kind } = tokenAt(window, separator + 1);
  return kind === "space" ? headerEnd(quote) : pairEnd(code, quote);
}

/** `secrets {key:` as C++ prints it, and `secrets map[` as a log message may have it. */
function isUnseparatedMap(window: TextWindow, at: number): boolean {
  if (window.startsWith(GO_MAP_START, at)) return true;
  const token = tokenAt(window, at);
  return token.kind === "open" && window.startsWith("key", skipSpace(window, token.end));
}

function afterQuotedName(
  window: TextWindow,
  name: NamePlace,
  start: number,
  quote: Quote,
  kind: NameKind,
): number | undefined {
  const at = skipSpace(window, start);
  const code = window.at(at);
  if (code === Character.COLON) return skipSpace(window, at + 1);
  if (tokenAt(window, at).kind === "arrow") return skipSpace(window, at + 2);
  if (kind === "map") return undefined;
  // Terraform: `"NAME" = "VALUE"`.
  const assigned = code === Character.EQUALS ? skipSpace(window, at + 1) : undefined;
  if (assigned !== undefined && tokenAt(window, assigned).kind === "quote") return assigned;
  const isComma = code === Character.COMMA;
  const next = isComma ? skipSpace(window, at + 1) : at;
  // An attribute of XML: name="NAME" value="VALUE".
  if (!isComma && window.startsWith("value=", next)) return next + "value=".length;
  const label = valueLabelEnd(window, next) ?? quotedLabelEnd(window, next, quote);
  if (label !== undefined) return label;
  // google-protobuf lists the entries of a map as pairs: this is the second item of a pair.
  const isPair = isComma && PAIR_START.test(window.text.slice(Math.max(0, name.start - 64), name.start));
  return isPair && closingEnd(window, next, quote) !== undefined ? next : undefined;
}

const PAIR_START = /\[\s*(?:\\+n\s*)?\\*"[\w./-]*(?:\\?\/)?$/;

const VALUE_LABELS = ["value", "Value", "rawValue", "raw_value"];

/** The offset behind `"value":`. */
function quotedLabelEnd(window: TextWindow, start: number, quote: Quote): number | undefined {
  const open = closingEnd(window, start, quote);
  const label = open === undefined ? undefined : VALUE_LABELS.find((text) => window.startsWith(text, open));
  if (open === undefined || label === undefined) return undefined;
  const close = closingEnd(window, open + label.length, quote);
  if (close === undefined) return undefined;
  const at = skipSpace(window, close);
  return window.at(at) === Character.COLON ? skipSpace(window, at + 1) : undefined;
}

/** Go's mark of a pointer. */
const AMPERSAND = 0x26;

/**
 * The value that begins at an offset. `quote` is the mark around its name, if there is one; `end` says where a value
 * without marks ends.
 */
function valueAt(
  window: TextWindow,
  offset: number,
  kind: NameKind,
  quote: Quote | undefined,
  end: ValueEnd = headerEnd(undefined),
): PlacedValue | undefined {
  // A name at the end of a line of prose does not name the record on the next line.
  const isNextLine = quote === undefined && window.at(offset - 1) === Character.NEWLINE;
  if (isNextLine && isRecordStart(window, offset)) return undefined;
  const start = prefixEnd(window, offset);
  const token = tokenAt(window, start);
  if (token.kind === "quote") {
    // This is the mark that closes the string around an empty value.
    const isOuter = quote === undefined && end.enclosing !== undefined && isSame(token.quote, end.enclosing);
    return isOuter ? undefined : { start: token.end, value: new JoinedStringsValue(token.quote) };
  }
  if (window.startsWith(GO_MAP_START, start)) {
    const entries = goMapEntriesStart(window, start);
    if (entries === undefined) return { start: start + 3, value: new StructuredValue() };
    return { start: entries, value: new GoMapValue() };
  }
  const backslashes = quote?.mark === Character.QUOTE ? quote.backslashes : undefined;
  if (token.kind === "open") {
    if (absentEnd(window, start) !== undefined) return undefined;
    const value = new StructuredValue(backslashes);
    // The value of a key in a Go map is always a text, even if it looks like a structure.
    if (kind === "key" && quote === undefined)
      return isEmptyList(window, start) ? undefined : { start, value, quotes: "" };
    return { start, value };
  }
  if (kind === "map" || token.kind !== "other") return undefined;
  if (quote === undefined) return isBehindLineEnd(window, start) ? undefined : plainAt(window, start, end);
  const clean =
    absentEnd(window, start) ?? (window.startsWith(STRIPPED, start) ? start + STRIPPED.length : undefined);
  if (clean !== undefined && tokenAt(window, clean).kind !== "other") return undefined;
  const quotes = backslashes === undefined ? "" : `${"\\".repeat(backslashes)}"`;
  return { start, value: new BareValue(), quotes };
}

const LINE_END = /[:=]\s*(?:\n|\\+[nr])[^:=]*$/;

/** Whether a line ends between a separator and an offset. A value without marks stands on the line of its name. */
function isBehindLineEnd(window: TextWindow, start: number): boolean {
  return LINE_END.test(window.text.slice(Math.max(0, start - 64), start));
}

function isSame(one: Quote, other: Quote): boolean {
  return one.mark === other.mark && one.backslashes === other.backslashes;
}

/** `[]` and `{}` hold nothing. */
function isEmptyList(window: TextWindow, start: number): boolean {
  const { end } = tokenAt(window, start);
  return tokenAt(window, end).kind === "close";
}

function plainAt(window: TextWindow, start: number, end: ValueEnd): PlacedValue | undefined {
  const value = plainValue(window, start, end);
  return value === undefined ? undefined : { start, value, quotes: "" };
}

/** The offset behind the name of a value's type, which util.inspect, Go and Python print before the value. Python: `b'VALUE'`. */
function prefixEnd(window: TextWindow, start: number): number {
  if (window.at(start) === 0x62 && tokenAt(window, start + 1).kind === "quote") return start + 1;
  const at = window.at(start) === AMPERSAND ? start + 1 : start;
  const end = typeEnd(window, at);
  return end === undefined ? at : skipSpace(window, end);
}
