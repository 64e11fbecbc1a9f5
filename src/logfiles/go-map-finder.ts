import { STRIPPED } from "../marker.js";
import type { Finder } from "./finder.js";
import { GO_MAP_START, GoMapValue, goMapEntriesStart } from "./go-map-value.js";
import { typeEnd } from "./kept-text.js";
import { namedValue } from "./named-value.js";
import { isSecretName, SECRET_STEMS } from "./secret-names.js";
import { StructuredValue } from "./structured-value.js";
import { Character, END, isKeyCharacter, isWordCharacter, type TextWindow } from "./text-window.js";
import { tokenAt } from "./token.js";

const FINDING = "values in maps of Go";
const LOOKAHEAD = 4096;
const MOST_DEPTH = 8;
const BRACE = 0x7b;

/**
 * Finds maps that Go printed, with a key that speaks of a secret, in a struct without names: `%v` prints none. That key is
 * all that tells that a map holds secrets, so the whole map counts as one.
 */
export const GO_MAP_FINDER: Finder = {
  pattern: "map\\[",
  find(window, start, end) {
    const before = start === 0 ? Character.NEWLINE : window.text.charCodeAt(start - 1);
    // A map that has a name, or stands alone, may hold other things, too. GO_ENTRY_FINDER finds the secrets in it.
    const isNameless = " {[(&,".includes(String.fromCharCode(before));
    if (!isNameless || !hasSecretKey(window, end)) return end;
    const typed = typeEnd(window, start);
    const open = typed ?? start + GO_MAP_START.length - 1;
    if (typed !== undefined && window.at(typed) !== BRACE) return end;
    const entries = typed === undefined ? goMapEntriesStart(window, start) : undefined;
    if (entries === undefined) return { start: open, value: new StructuredValue(), finding: FINDING };
    return { start: entries, value: new GoMapValue(), finding: FINDING };
  },
};

/** Whether a map, given an offset inside it, has a secret key with a value that is not clean. */
function hasSecretKey(window: TextWindow, start: number): boolean {
  let depth = 0;
  let keyStart = start;
  let keyEnd = start;
  for (let at = start; at < start + LOOKAHEAD; at++) {
    const code = window.at(at);
    if (code === END || code === Character.NEWLINE) return false;
    if (code === Character.BRACKET && ++depth > MOST_DEPTH) return false;
    if (code === Character.CLOSING_BRACKET && --depth < -1) return false;
    // The type of the keys: map[string]string{...}.
    if (depth < 0 && code !== Character.CLOSING_BRACKET && !isTypeCharacter(code)) {
      if (code !== BRACE) return false;
      depth = 0;
    }
    if (isKeyCharacter(code)) {
      if (at > keyEnd) keyStart = at;
      keyEnd = at + 1;
    } else if (code === Character.COLON && depth === 0) {
      const isSecret = isSecretName(window.text.slice(keyStart, keyEnd));
      if (isSecret && !isClean(window, at + 1)) return true;
    }
  }
  return false;
}

function isTypeCharacter(code: number): boolean {
  return isWordCharacter(code) || code === 0x2a || code === Character.DOT || code === Character.BRACKET;
}

/** Whether a value is the marker, absent or empty. */
function isClean(window: TextWindow, start: number): boolean {
  const open = tokenAt(window, start);
  const from = open.kind === "quote" ? open.end : start;
  const end = ["<nil>", "[]", "map[]", STRIPPED].find((text) => window.startsWith(text, from))?.length ?? 0;
  const next = window.at(from + end);
  if (open.kind === "quote") return tokenAt(window, from + end).kind === "quote";
  return next === Character.SPACE || next === Character.CLOSING_BRACKET || next === END;
}

const LONGEST_MAP = 1000;

/** Finds the entries with secret keys in maps that Go printed: `Parameters:map[password:hunter2 server:a]`. */
export const GO_ENTRY_FINDER: Finder = {
  pattern: SECRET_STEMS,
  find(window, matchStart, matchEnd) {
    const end = matchEnd - 1;
    if (!isBeforeColon(window, end)) return matchStart + 1;
    let start = matchStart;
    while (start > matchStart - 64 && start > 0 && isKeyCharacter(window.text.charCodeAt(start - 1))) start--;
    if (!isSecretName(window.text.slice(start, end)) || !isInGoMap(window, start)) return matchStart + 1;
    const value = namedValue(window, { start, end }, "key");
    return value === undefined ? matchStart + 1 : { ...value, finding: FINDING };
  },
};

/** Whether an entry of a map of Go begins at an offset. */
function isInGoMap(window: TextWindow, start: number): boolean {
  const before = window.text.charAt(start - 1);
  if (!` [{",`.includes(before)) return false;
  const first = Math.max(0, window.lineStart(start) - window.base, start - LONGEST_MAP);
  let depth = 0;
  for (let at = start - 1; at >= first; at--) {
    const code = window.text.charCodeAt(at);
    if (code === Character.CLOSING_BRACKET || code === Character.CLOSING_BRACE) depth++;
    else if (code === Character.BRACKET || code === BRACE) {
      if (--depth >= 0) continue;
      return /map(?:\[[\w.*]+\][\w.*[\]]*(?: \{\})?)?$/.test(window.text.slice(Math.max(first, at - 40), at));
    }
  }
  return false;
}

/** Whether a name ends at an offset, with its quotation mark, and a colon follows. */
function isBeforeColon(window: TextWindow, end: number): boolean {
  if (window.at(end) === Character.COLON) return true;
  const token = tokenAt(window, end);
  return token.kind === "quote" && window.at(token.end) === Character.COLON;
}
