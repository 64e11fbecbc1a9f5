import { STRIPPED } from "../marker.js";
import type { Finder, FoundValue } from "./finder.js";
import { KnownValue } from "./known-value.js";
import { Character, END, isDigit, type TextWindow } from "./text-window.js";

const FINDING = "passwords in URLs";
const AT = 0x40;
const SLASH = 0x2f;
const LONGEST_USER_INFO = 2048;
// What ends a URL in a text.
const ENDS: ReadonlySet<number> = new Set([..." \t\r\n\"'`<>\\|", "{", "}"].map((one) => one.charCodeAt(0)));
// Go prints `xxxxx` in place of a password; others print stars, or a word in brackets.
const PLACEHOLDER = /^(?:x{5}|\*+|(?:\*+)?(?:redacted|masked|hidden|stripped)(?:\*+)?)$/i;

/** Finds the password of a URL: `https://user:PASSWORD@host/`, `mysql://user:PASSWORD@(host:3306)/db`. */
export const URL_FINDER: Finder = {
  pattern: "://",
  find(window, start, end) {
    return passwordAt(window, end) ?? start + 1;
  },
};

function passwordAt(window: TextWindow, start: number): FoundValue | undefined {
  // Addresses of IPv6 have colons of their own, and no password before them.
  if (window.at(start) === Character.BRACKET) return undefined;
  let colon = -1;
  let at = -1;
  let isPort = true;
  for (let offset = start; offset < start + LONGEST_USER_INFO; offset++) {
    const code = window.at(offset);
    if (code === END || ENDS.has(code)) break;
    if (code === Character.COLON && window.startsWith("//", offset + 1)) break;
    if (code === Character.COLON && colon === -1) colon = offset;
    else if (code === AT && colon !== -1) at = offset;
    else if (code === SLASH || code === 0x3f || code === 0x23) {
      // A slash ends the authority, unless the password was not encoded: then it follows no port.
      if (at !== -1 || colon === -1 || isPort) break;
    } else if (colon !== -1 && at === -1 && !isDigit(code)) isPort = false;
  }
  if (at === -1 || at === colon + 1) return undefined;
  const password = window.text.slice(colon + 1, at);
  if (password === STRIPPED || PLACEHOLDER.test(password)) return undefined;
  return { start: colon + 1, value: new KnownValue(at - colon - 1), quotes: "", finding: FINDING };
}

const LONGEST_DSN = 256;

/** Finds the password in what Go's driver of MySQL takes: `user:PASSWORD@tcp(host:3306)/db`. */
export const DSN_FINDER: Finder = {
  pattern: "@(?:tcp|unix|udp)6?\\(",
  find(window, start) {
    const password = passwordBefore(window, start);
    if (password === undefined || password === STRIPPED || PLACEHOLDER.test(password)) return start + 1;
    const { length } = password;
    return { start: start - length, value: new KnownValue(length), quotes: "", finding: FINDING };
  },
};

/** The password in `user:PASSWORD`, in the word that ends at an offset. */
function passwordBefore(window: TextWindow, end: number): string | undefined {
  let start = end;
  while (start > Math.max(0, end - LONGEST_DSN) && !/[\s"'`]/.test(window.text.charAt(start - 1))) start--;
  const word = window.text.slice(start, end);
  const colon = word.indexOf(":");
  const user = word.slice(0, Math.max(0, colon)).match(/[\w.%-]*$/)?.[0];
  return user === undefined || user === "" || colon + 1 === word.length ? undefined : word.slice(colon + 1);
}
