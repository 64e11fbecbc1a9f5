import { jwt } from "../policy/jwt.js";
import type { Finder } from "./finder.js";
import { RunValue } from "./known-value.js";
import { Character, isWordCharacter, isWordStart, type TextWindow } from "./text-window.js";
import { tokenAt } from "./token.js";

// The characters of token68 (RFC 7235).
const RUN = /[\w.~+/=-]*/y;
// Enough to tell a credential from prose.
const LOOKAHEAD = 1024;
const HEADER_BEFORE = /authorization["'\]\\]*\s*(?::|=>?|(?<=["']),(?:\s*value=)?)\s*(?:\[|b?\\*["'`])*$/i;
const LONGEST_HEADER = 48;
const MIN_LENGTH = 8;
const LONG = 20;

/** Finds what follows `Bearer` and `Basic`: credentials of HTTP, whatever they look like. */
export const CREDENTIAL_FINDER: Finder = {
  pattern: "(?:[Bb][eE][aA][rR][eE][rR]|[Bb][aA][sS][iI][cC])[ \\\\%]",
  find(window, start, end) {
    if (!isWordStart(window, start)) return start + 1;
    const value = blanksEnd(window, end - 1);
    if (value === end - 1) return end - 1;
    let runEnd = value;
    while (runEnd < value + LOOKAHEAD && isRunCharacter(window.at(runEnd))) runEnd++;
    const run = window.text.slice(value, runEnd);
    // Tokens are found by what they look like. A dot behind one ends a sentence.
    if (run === "" || jwt(`${run}.`)) return end - 1;
    const header = window.text.slice(Math.max(0, start - LONGEST_HEADER), start);
    const isBasic = window.text.charCodeAt(start + 1) === 0x61 || window.text.charCodeAt(start + 1) === 0x41;
    if (!HEADER_BEFORE.test(header) && !(isBasic ? isPair(run) : isOpaque(run))) return end - 1;
    return { start: value, value: new RunValue(RUN), quotes: "", finding: "credentials in headers" };
  },
};

/** The offset behind blanks, as they are or percent-encoded. */
function blanksEnd(window: TextWindow, start: number): number {
  let at = start;
  while (at < start + 16) {
    if (window.at(at) === Character.SPACE) at++;
    else if (window.startsWith("%20", at)) at += 3;
    else break;
  }
  // A mark of its own around a credential.
  return at === start ? start : tokenAt(window, at).kind === "other" ? at : start;
}

function isRunCharacter(code: number): boolean {
  return isWordCharacter(code) || (code > 0 && "-.~+/=".includes(String.fromCharCode(code)));
}

/** Whether a text is `user:password` in base64. */
function isPair(run: string): boolean {
  if (!/^[\w+/-]{4,}={0,2}$/.test(run)) return false;
  const text = Buffer.from(run, "base64").toString("latin1");
  return text.includes(":") && !/\p{Cc}/u.test(text);
}

/** Whether a text looks like an opaque credential, and not like the next word of a sentence. */
export function isOpaque(run: string): boolean {
  // `Bearer realm="a"` names a parameter.
  if (run.length < MIN_LENGTH || /^[a-z_]+=/.test(run)) return false;
  const word = run.replace(/[.:-]+$/, "");
  return word.length >= LONG || /\d|[~+/=]|[a-z][A-Z]|[A-Z]{2}[a-z]/.test(word) || /[.][\w-]/.test(word);
}
