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

/** How Go's fmt package prints a map: `map[password:hunter2 user:admin]`. */
export const GO_MAP_START = "map[";

/**
 * The inside of a map that Go's fmt package printed, to its closing bracket. Nothing in it is quoted, so a value can look
 * like keys and brackets. Only text that cannot be part of a value is kept: the first key, and later keys if they consist
 * of the words below.
 */
export class GoMapValue implements ScrubbedValue {
  #isStarted = false;

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    let at = start;
    if (!this.#isStarted) {
      const first = firstItem(window, start);
      const isClean = window.startsWith(STRIPPED, first.end);
      if (window.isStarved) return suspended(window, start);
      this.#isStarted = true;
      if (first.isEmpty) {
        output.keep(window, start, first.end);
        return { end: first.end, state: "closed" };
      }
      at = first.end;
      output.keep(window, start, at);
      if (!isClean) writeMarker(output);
      else output.write(STRIPPED);
    }
    for (;;) {
      const code = window.at(at);
      const isEnd = code === Character.CLOSING_BRACKET && isMapEnd(window, at + 1);
      const isCut = code === Character.NEWLINE && isRecordStart(window, at + 1);
      const keyEnd = code === Character.SPACE ? usualKeyEnd(window, at + 1) : undefined;
      const isClean = keyEnd !== undefined && window.startsWith(STRIPPED, keyEnd);
      if (window.isStarved || code === END) return suspended(window, at);
      if (isCut) return { end: at, state: "cut" };
      if (isEnd) {
        output.keep(window, at, at + 1);
        return { end: at + 1, state: "closed" };
      }
      if (keyEnd !== undefined) {
        output.keep(window, at, keyEnd);
        if (isClean) output.write(STRIPPED);
        else writeMarker(output);
      }
      at = keyEnd ?? at + 1;
    }
  }
}

/** The first key, which always stands first; or the closing bracket of an empty map. */
function firstItem(window: TextWindow, start: number): { readonly isEmpty: boolean; readonly end: number } {
  if (window.at(start) === Character.CLOSING_BRACKET) return { isEmpty: true, end: start + 1 };
  const end = keyCharactersEnd(window, start);
  const isKey = end !== undefined && window.at(end) === Character.COLON;
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

/** The offset behind a usual key and its colon. */
function usualKeyEnd(window: TextWindow, start: number): number | undefined {
  const end = keyCharactersEnd(window, start);
  if (end === undefined || window.at(end) !== Character.COLON) return undefined;
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
  // If prose follows, the map ends here. If another bracket follows, this one may be in a value.
  for (let at = start; at < start + LOOKAHEAD; at++) {
    const one = window.at(at);
    if (one === END || one === Character.NEWLINE) return true;
    if (one === Character.CLOSING_BRACKET) return false;
  }
  return true;
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
