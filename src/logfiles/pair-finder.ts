import type { Finder, PlacedValue } from "./finder.js";
import { headerKind, isHeaderName } from "./header-names.js";
import { beginsCredential } from "./header-value.js";
import { type NamePlace, namedValue } from "./named-value.js";
import { plainValue, quoteBefore } from "./plain-value.js";
import { isSecretName } from "./secret-names.js";
import { isStandIn } from "./stand-in.js";
import { BareValue } from "./structured-value.js";
import { Character, isKeyCharacter, isWordCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";
import { ITEM_END, pairEnd } from "./value-ends.js";
import { textAt } from "./value-text.js";

/** What Rust prints before a value that may be absent. */
const SOME = "Some(";
const LONGEST_NAME = 128;
/** How far before a name its label stands. */
const LOOKBEHIND = 32;
/** What stands before a name: `"name":"NAME"`, `- name: NAME`, `{Name:NAME`, `name = "NAME"`, `'key' => 'NAME'`. */
const LABEL =
  /(?:^|[^A-Za-z\d])(?:name|Name|NAME|key|Key|[pP]arameterKey)\\*["'`]?\s*(?:=>|[:=])\s*(?:\\*["'`])?$/;
/** The labels of values. */
const VALUE_LABELS = ["value", "Value", "VALUE", "parameterValue", "ParameterValue"];

/**
 * A finder for lists of names and values, such as the environment of a container and the headers of a HAR file:
 * `{"name":"DB_PASSWORD","value":"b"}`, `- name: DB_PASSWORD`, `value: b` on the next line, `{Name:DB_PASSWORD Value:b}`.
 */
export function pairFinder(pattern: string): Finder {
  return {
    pattern,
    find(window, matchStart, matchEnd) {
      const end = matchEnd - 1;
      // Most names have their value behind them.
      if (window.at(end) === Character.COLON || window.at(end) === Character.EQUALS) return matchStart + 1;
      const start = nameStart(window, matchStart);
      const before = window.text.slice(Math.max(0, start - LOOKBEHIND), start);
      const label = mayHaveLabel(before) ? LABEL.exec(before)?.[0] : undefined;
      if (label === undefined) return matchStart + 1;
      const name = window.text.slice(start, end);
      // Maps of protobuf's text format have such entries, too. Their keys say less.
      const isEntry = /key\s*[:=]/i.test(label);
      const kind = headerKind(name) ?? (!isEntry && isSecretName(name) ? "credential" : undefined);
      const next = kind === undefined ? undefined : labelBehind(window, { start, end });
      const value = next && labelledValue(window, next);
      const text = value && textOf(window, value);
      if (kind === undefined || value === undefined || text === undefined) return matchStart + 1;
      const isCredential = beginsCredential(text, kind === "own" ? "credential" : kind);
      if (!isCredential || isHeaderName(text) || isStandIn(window, value, text)) return matchStart + 1;
      return { ...value, finding: "values in lists of names and values" };
    },
  };
}

/** Whether the last letter of a label may stand at the end of a text. Most words of prose end here. */
function mayHaveLabel(before: string): boolean {
  let at = before.length - 1;
  let hasSeparator = false;
  for (; at >= 0; at--) {
    const code = before.charCodeAt(at);
    if (isWordCharacter(code)) break;
    if (code === Character.COLON || code === Character.EQUALS) hasSeparator = true;
  }
  return hasSeparator && "eEyY".includes(before.charAt(at));
}

function nameStart(window: TextWindow, end: number): number {
  let start = end;
  while (start > Math.max(0, end - LONGEST_NAME) && isKeyCharacter(window.text.charCodeAt(start - 1)))
    start--;
  return start;
}

/** Where the label of the value stands behind a name, and whether it is quoted. */
function labelBehind(window: TextWindow, { start, end }: NamePlace): Label | undefined {
  const quote = quoteBefore(window, start);
  const nameEnd = quote === undefined ? end : closingEnd(window, end, quote);
  if (nameEnd === undefined) return undefined;
  // Go puts no blank between a label and its text, so a blank stands behind an empty text.
  const isCompact = quote === undefined && window.text[start - 1] === ":";
  const isComma = window.at(skipSpace(window, nameEnd)) === Character.COMMA;
  const next = skipSpace(window, isComma ? skipSpace(window, nameEnd) + 1 : nameEnd);
  if (next === nameEnd) return undefined;
  const token = tokenAt(window, next);
  const at = token.kind === "quote" ? token.end : next;
  const label = VALUE_LABELS.find((text) => window.startsWith(text, at));
  if (label === undefined) return undefined;
  const place = { start: at, end: at + label.length, isComma };
  if (token.kind === "quote") return { ...place, quote: token.quote };
  const isEmpty = isCompact && window.at(place.end + 1) === Character.SPACE;
  return isEmpty || isWordCharacter(window.at(place.end)) ? undefined : place;
}

/** The text with which a value begins: in Rust, in `Some("…")`. */
function textOf(window: TextWindow, value: PlacedValue): string | undefined {
  const inside = window.startsWith(SOME, value.start) ? value.start + SOME.length : value.start;
  return textAt(window, { ...value, start: inside });
}

interface Label extends NamePlace {
  readonly quote?: Quote;
  /** Whether a comma stands before the label. */
  readonly isComma: boolean;
}

function labelledValue(window: TextWindow, label: Label): PlacedValue | undefined {
  const value = namedValue(window, label, "key");
  if (value === undefined || value.quotes === undefined) return value;
  // Numbers of JSON are measurements.
  if (label.quote !== undefined) return undefined;
  // `{name: a, value: b}` has commas between its pairs, and `- name: a` has line ends.
  if (!label.isComma) return value;
  // Rust: `value: Some("b")`.
  if (window.startsWith(SOME, value.start)) return { ...value, value: new BareValue() };
  const isSpaced = window.at(value.start - 1) === Character.SPACE;
  const end = isSpaced ? ITEM_END : pairEnd(window.at(label.end), undefined, true);
  const plain = plainValue(window, value.start, end);
  return plain && { ...value, value: plain };
}
