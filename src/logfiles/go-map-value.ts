import { STRIPPED } from "../marker.js";
import { keyCharactersEnd } from "./kept-text.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, END, isKeyCharacter, isRecordStart, type TextWindow } from "./text-window.js";
import { tokenAt } from "./token.js";

/** How Go's fmt package prints a map: `map[password:hunter2 user:admin]`. */
export const GO_MAP_START = "map[";

/** The offset of the first entry of a map at an offset; undefined if its entries are quoted, as Go's `%q` prints them. */
export function goMapEntriesStart(window: TextWindow, start: number): number | undefined {
  const entries = start + GO_MAP_START.length;
  const token = tokenAt(window, entries);
  const isQuoted = token.kind === "quote" && keyCharactersEnd(window, token.end) !== undefined;
  return isQuoted ? undefined : entries;
}

/** How a program prints maps without quotation marks. */
export interface MapStyle {
  /** Between a key and its value. */
  readonly separator: number;
  /** Between two entries. */
  readonly comma: string;
  readonly close: number;
}

const GO_MAP: MapStyle = { separator: Character.COLON, comma: " ", close: Character.CLOSING_BRACKET };

/** How Java's AbstractMap prints: `{password=hunter2, user=admin}`. */
export const JAVA_MAP: MapStyle = {
  separator: Character.EQUALS,
  comma: ", ",
  close: Character.CLOSING_BRACE,
};

/**
 * The inside of a map that nothing is quoted in, to its closing bracket. A value can look like keys and brackets. Only text
 * that cannot be part of a value is kept: the first key, and later keys if they consist of the words below.
 */
export class GoMapValue implements ScrubbedValue {
  readonly #style: MapStyle;
  #isStarted = false;

  /** @param style how the map is printed. Default: as Go's fmt does it. */
  constructor(style: MapStyle = GO_MAP) {
    this.#style = style;
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    const { comma, close } = this.#style;
    const separatorCode = comma.charCodeAt(0);
    let at = start;
    if (!this.#isStarted) {
      const first = firstItem(window, start, this.#style);
      const valueEnd = keptValueEnd(window, first.end);
      if (window.isStarved) return suspended(window, start);
      this.#isStarted = true;
      if (first.isEmpty) {
        output.keep(window, start, first.end);
        return { end: first.end, state: "closed" };
      }
      at = first.end;
      output.keep(window, start, at);
      if (valueEnd === undefined) writeMarker(output);
      else {
        output.keep(window, at, valueEnd);
        at = valueEnd;
      }
    }
    for (;;) {
      const code = window.at(at);
      const isEnd = code === close && isMapEnd(window, at + 1);
      const isCut = code === Character.NEWLINE && isRecordStart(window, at + 1);
      const key =
        code === separatorCode && window.startsWith(comma, at)
          ? usualKeyEnd(window, at + comma.length, this.#style)
          : undefined;
      const valueEnd = key === undefined ? undefined : keptValueEnd(window, key);
      if (window.isStarved || code === END) return suspended(window, at);
      if (isCut) return { end: at, state: "cut" };
      if (isEnd) {
        output.keep(window, at, at + 1);
        return { end: at + 1, state: "closed" };
      }
      if (key !== undefined) {
        output.keep(window, at, valueEnd ?? key);
        if (valueEnd === undefined) writeMarker(output);
      }
      at = valueEnd ?? key ?? at + 1;
    }
  }
}

/** The offset behind a value that hides nothing: the marker, `<nil>`, or none at all. Undefined for any other. */
function keptValueEnd(window: TextWindow, start: number): number | undefined {
  const end = window.startsWith(STRIPPED, start) ? start + STRIPPED.length : (nilEnd(window, start) ?? start);
  const code = window.at(end);
  return code === Character.SPACE || code === Character.COMMA || isClosing(code) ? end : undefined;
}

function nilEnd(window: TextWindow, start: number): number | undefined {
  const nil = ["<nil>", "null", "map[]", "[]"].find((text) => window.startsWith(text, start));
  return nil === undefined ? undefined : start + nil.length;
}

function isClosing(code: number): boolean {
  return code === Character.CLOSING_BRACKET || code === Character.CLOSING_BRACE;
}

/** The first key, which always stands first; or the closing bracket of an empty map. */
function firstItem(
  window: TextWindow,
  start: number,
  { separator, close }: MapStyle,
): { readonly isEmpty: boolean; readonly end: number } {
  if (window.at(start) === close) return { isEmpty: true, end: start + 1 };
  const end = keyCharactersEnd(window, start);
  const isKey = end !== undefined && window.at(end) === separator;
  return { isEmpty: false, end: isKey ? end + 1 : start };
}

/** The keys of CSI secrets consist of these words. None of them reveals anything if it was part of a value. */
const KEY_WORDS: ReadonlySet<string> = new Set(
  (
    "access account accesskey accountkey accountname admin adminid adminkey api apikey auth azure azurestorageaccountkey " +
    "azurestorageaccountname azurestorageaccountsastoken ca cert certificate chap client clientid clientsecret cloud " +
    "config credential credentials crt csi data domain encryption encryptionpassphrase endpoint host id in io iscsi json " +
    "k8s kek key keys kms luks name namespace node pass passphrase passwd password pem phrase pin private privatekey " +
    "project publish public pwd region root sas secret secretkey secrets server service serviceaccount session ssh sshkey " +
    "stage storage tenant token tokens url user userid userkey username vault version"
  ).split(" "),
);

/** The offset behind a usual key and its separator. */
function usualKeyEnd(window: TextWindow, start: number, style: MapStyle): number | undefined {
  const end = keyCharactersEnd(window, start);
  if (end === undefined || window.at(end) !== style.separator) return undefined;
  const words = window.text.slice(start, end).match(/[a-z0-9]+|[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? [];
  return words.length > 0 && words.every((word) => KEY_WORDS.has(word.toLowerCase())) ? end + 1 : undefined;
}

const LOOKAHEAD = 1024;
// These follow a map that ends a struct, a string, a call or a line.
const CLOSERS = `"'\`)>\\\r\n`;

/** Whether a closing bracket, given the offset behind it, closes the map: it may be part of a value. */
function isMapEnd(window: TextWindow, start: number): boolean {
  const code = window.at(start);
  if (code === END || CLOSERS.includes(String.fromCharCode(code))) return true;
  if (code === Character.CLOSING_BRACE) {
    const next = window.at(start + 1);
    return next === END || ` ]},${CLOSERS}`.includes(String.fromCharCode(next));
  }
  if (namesField(window, start)) return true;
  if (beginsPosition(window, start)) return true;
  // If prose follows, the map ends here. If another bracket follows, this one may be in a value.
  for (let at = start; at < start + LOOKAHEAD; at++) {
    const one = window.at(at);
    if (one === END || one === Character.NEWLINE) return true;
    if (one === Character.CLOSING_BRACKET) return false;
  }
  return true;
}

// What `%v` prints for the next field of a request of CSI, which has no name there.
const POSITIONS =
  " map[, {} , [] , <nil>, 0xc, mount:, block:, true , false , &{, {{, {[, 0}, access_mode:".split(/,(?= )/);

/** Whether the next field of a struct without names begins at an offset. */
function beginsPosition(window: TextWindow, start: number): boolean {
  return window.at(start) === Character.SPACE && POSITIONS.some((text) => window.startsWith(text, start));
}

/** Whether the text behind a map names the next field of a struct, or the next pair of a log record. */
function namesField(window: TextWindow, start: number): boolean {
  let at = start;
  while (at < start + 2 && ", ".includes(String.fromCharCode(window.at(at)))) at++;
  if (at === start) return false;
  const nameStart = at;
  while (at < nameStart + 64 && isKeyCharacter(window.at(at))) at++;
  const name = window.text.slice(nameStart, at);
  return window.at(at) === Character.COLON
    ? /^[A-Z]/.test(name)
    : name !== "" && window.at(at) === Character.EQUALS;
}
