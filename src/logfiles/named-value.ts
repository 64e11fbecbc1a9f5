import { STRIPPED } from "../marker.js";
import { GO_MAP_START, GoMapValue } from "./go-map-value.js";
import { absentEnd, typeEnd, valueLabelEnd } from "./kept-text.js";
import { JoinedStringsValue, QuotedValue } from "./quoted-value.js";
import type { ScrubbedValue } from "./scrubbed-value.js";
import { StructuredValue } from "./structured-value.js";
import { Character, END, isRecordStart, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";
import { BareValue, UnquotedValue, WordValue } from "./unquoted-value.js";

/** A name in a log names either a map of secrets, or one secret value. */
export type NameKind = "map" | "key";

/** The value that belongs to a name, and where it begins. */
export interface NamedValue {
  readonly start: number;
  readonly value: ScrubbedValue;
  /** The quotes around the marker, if it replaces the whole value. Undefined if only the inside of the value is replaced. */
  readonly quotes?: string;
}

/**
 * The value that belongs to a name, given the offset behind the name; undefined if the name is only mentioned. Forms of
 * all writers: `"secrets":{`, `secrets:<`, `secrets:{`, `secrets {key:`, `Secrets:map[`, `secrets=`; for keys also
 * `key:"NAME" value:`, `{"key":"NAME","value":`, `["NAME",`, `'NAME' =>`, and `NAME:` in a Go map.
 */
export function namedValue(window: TextWindow, nameEnd: number, kind: NameKind): NamedValue | undefined {
  const argument = kind === "key" ? commandLineValue(window, nameEnd) : undefined;
  if (argument !== undefined) return argument;
  const token = tokenAt(window, nameEnd);
  if (token.kind === "quote") {
    const start = afterQuotedName(window, token.end, token.quote, kind);
    return start === undefined ? undefined : valueAt(window, start, kind, token.quote);
  }
  const at = skipSpace(window, nameEnd);
  const code = window.at(at);
  if (code === Character.COLON || code === Character.EQUALS)
    return valueAt(window, skipSpace(window, at + 1), kind, undefined);
  return kind === "map" && isUnseparatedMap(window, at) ? valueAt(window, at, kind, undefined) : undefined;
}

/** `secrets {key:` as C++ prints it, and `secrets map[` as a log message may have it. */
function isUnseparatedMap(window: TextWindow, at: number): boolean {
  if (window.startsWith(GO_MAP_START, at)) return true;
  const token = tokenAt(window, at);
  return token.kind === "open" && window.startsWith("key", skipSpace(window, token.end));
}

function afterQuotedName(
  window: TextWindow,
  start: number,
  quote: Quote,
  kind: NameKind,
): number | undefined {
  const at = skipSpace(window, start);
  const code = window.at(at);
  if (code === Character.COLON) return skipSpace(window, at + 1);
  if (tokenAt(window, at).kind === "arrow") return skipSpace(window, at + 2);
  if (kind === "map") return undefined;
  const isComma = code === Character.COMMA;
  const next = isComma ? skipSpace(window, at + 1) : at;
  const label = valueLabelEnd(window, next) ?? quotedLabelEnd(window, next, quote);
  if (label !== undefined) return label;
  // google-protobuf lists the entries of a map as pairs: this is the second item of a pair.
  return isComma && closingEnd(window, next, quote) !== undefined ? next : undefined;
}

/** The offset behind `"value":`. */
function quotedLabelEnd(window: TextWindow, start: number, quote: Quote): number | undefined {
  const open = closingEnd(window, start, quote);
  if (open === undefined || !window.startsWith("value", open)) return undefined;
  const close = closingEnd(window, open + 5, quote);
  if (close === undefined) return undefined;
  const at = skipSpace(window, close);
  return window.at(at) === Character.COLON ? skipSpace(window, at + 1) : undefined;
}

/** Go's mark of a pointer. */
const AMPERSAND = 0x26;

/** The value that begins at an offset. `quote` is the mark around its name, if there is one. */
function valueAt(
  window: TextWindow,
  offset: number,
  kind: NameKind,
  quote: Quote | undefined,
): NamedValue | undefined {
  // A name at the end of a line of prose does not name the record on the next line.
  const isNextLine = quote === undefined && window.at(offset - 1) === Character.NEWLINE;
  if (isNextLine && isRecordStart(window, offset)) return undefined;
  const start = prefixEnd(window, offset);
  const token = tokenAt(window, start);
  if (token.kind === "quote") return { start: token.end, value: new JoinedStringsValue(token.quote) };
  if (window.startsWith(GO_MAP_START, start))
    return { start: start + GO_MAP_START.length, value: new GoMapValue() };
  const backslashes = quote?.mark === Character.QUOTE ? quote.backslashes : undefined;
  if (token.kind === "open") {
    const value = new StructuredValue(backslashes);
    // The value of a key in a Go map is always a text, even if it looks like a structure.
    return kind === "key" && quote === undefined ? { start, value, quotes: "" } : { start, value };
  }
  const isValue =
    kind === "key" &&
    token.kind === "other" &&
    absentEnd(window, start) === undefined &&
    !isMarker(window, start);
  if (!isValue) return undefined;
  if (quote === undefined) return { start, value: new UnquotedValue(), quotes: "" };
  const quotes = backslashes === undefined ? "" : `${"\\".repeat(backslashes)}"`;
  return { start, value: new BareValue(), quotes };
}

function isMarker(window: TextWindow, start: number): boolean {
  const next = window.at(start + STRIPPED.length);
  return (
    window.startsWith(STRIPPED, start) && (next === END || ` ]"\\\r\n`.includes(String.fromCharCode(next)))
  );
}

/** The offset behind the name of a value's type, which util.inspect and Go print before the value. */
function prefixEnd(window: TextWindow, start: number): number {
  const at = window.at(start) === AMPERSAND ? start + 1 : start;
  const end = typeEnd(window, at);
  return end === undefined ? at : skipSpace(window, end);
}

/**
 * The value of a setting in a command line of `iscsiadm`, given the offset behind its name: as one text,
 * `--name node.session.auth.password --value hunter2`, or as a list of quoted arguments.
 */
function commandLineValue(window: TextWindow, nameEnd: number): NamedValue | undefined {
  const option = skipPunctuation(window, nameEnd);
  const text = ["--value", "-v"].find((one) => window.startsWith(one, option));
  if (option === nameEnd || text === undefined) return undefined;
  const start = skipPunctuation(window, option + text.length, true);
  if (start === option + text.length) return undefined;
  const token = tokenAt(window, start);
  return token.kind === "quote"
    ? { start: token.end, value: new QuotedValue(token.quote) }
    : { start, value: new WordValue(), quotes: "" };
}

/** The offset behind white space, or behind the separator of quoted arguments. */
function skipPunctuation(window: TextWindow, start: number, takesEquals = false): number {
  const token = tokenAt(window, start);
  let at = token.kind === "quote" ? skipSpace(window, token.end) : skipSpace(window, start);
  const isEquals = takesEquals && window.at(at) === Character.EQUALS;
  if (window.at(at) !== Character.COMMA && !isEquals) return at;
  at = skipSpace(window, at + 1);
  if (takesEquals) return at;
  const next = tokenAt(window, at);
  return next.kind === "quote" ? next.end : at;
}
