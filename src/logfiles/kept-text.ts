import { jwt } from "../policy/jwt.js";
import { Character, END, isDigit, isKeyCharacter, isWordCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";

/** Longest key of a Kubernetes secret. A longer text is not a key, and is not kept. */
const MAX_KEY_LENGTH = 253;

/**
 * The offset behind a key and its separator; undefined if no key stands there. The scrubber keeps the keys of a map of
 * secrets, because they tell what leaked. So a text counts as a key only if it cannot be part of a value:
 * `"password":`, `password:`, `'password' =>`, `:password =>`, or an entry in protobuf's text format, `key:"password" value:`.
 */
export function keyEnd(window: TextWindow, start: number): number | undefined {
  const name = tokenAt(window, start);
  if (name.kind === "quote") {
    const nameEnd = quotedKeyEnd(window, name.end, name.quote);
    return nameEnd === undefined ? undefined : separatorEnd(window, nameEnd, true);
  }
  const wordEnd = keyCharactersEnd(window, start);
  if (wordEnd === undefined) return undefined;
  const end = separatorEnd(window, wordEnd, isSymbol(window, start));
  if (end === undefined || window.text.slice(start, wordEnd) !== "key") return end;
  return entryValueStart(window, end) ?? end;
}

/** Whether a word at an offset is a symbol of Ruby, such as `:password` in a hash. */
export function isSymbol(window: TextWindow, start: number): boolean {
  return window.text[start - 1] === ":" && /[\s{,]/.test(window.text.charAt(start - 2));
}

/** Where the value stands in `key:"password" value:"hunter2"`, given the offset behind `key:`. */
function entryValueStart(window: TextWindow, start: number): number | undefined {
  const open = tokenAt(window, skipSpace(window, start));
  if (open.kind !== "quote") return undefined;
  const end = quotedKeyEnd(window, open.end, open.quote);
  return end === undefined ? undefined : valueLabelEnd(window, skipSpace(window, end));
}

/** The offset behind the label `value:` of an entry in protobuf's text format. */
export function valueLabelEnd(window: TextWindow, start: number): number | undefined {
  // Envoy has bytes in place of texts.
  const label = ["value", "raw_value"].find((text) => window.startsWith(text, start));
  return label === undefined ? undefined : separatorEnd(window, start + label.length, false);
}

/** The offset behind the quoted key that starts at an offset, and behind its closing mark. */
function quotedKeyEnd(window: TextWindow, start: number, quote: Quote): number | undefined {
  const end = keyCharactersEnd(window, start);
  return end === undefined ? undefined : closingEnd(window, end, quote);
}

/** The offset behind a run of characters that keys are made of; undefined if there is none, or if it is too long. */
export function keyCharactersEnd(window: TextWindow, start: number): number | undefined {
  let end = start;
  while (isKeyCharacter(window.at(end))) {
    if (end - start >= MAX_KEY_LENGTH) return undefined;
    end++;
  }
  // A text that may be a token is never a key.
  return end === start || jwt(window.text.slice(start, end)) ? undefined : end;
}

function separatorEnd(window: TextWindow, start: number, takesArrow: boolean): number | undefined {
  const at = skipSpace(window, start);
  const code = window.at(at);
  if (code === END) return undefined;
  if (code === Character.COLON) return skipSpace(window, at + 1);
  return takesArrow && tokenAt(window, at).kind === "arrow" ? skipSpace(window, at + 2) : undefined;
}

// util.inspect and Go print these before an object, to name its type.
const TYPES = [
  "[Object: null prototype]",
  "map[string]string",
  "map[string]interface {}",
  "map[string]any",
  "map[string][]byte",
  "map[string][]uint8",
  "map[string]*string",
  "map[string][]string",
  "[]string",
];

// Texts in place of a value that is absent or was not shown.
const ABSENT = [
  "[Object]",
  "[Array]",
  "<nil>",
  "<null>",
  "<empty>",
  "(null)",
  "(nil)",
  "nil",
  "null",
  "NULL",
  "None",
  "undefined",
  "map[]",
];

const ABSENT_INITIALS: ReadonlySet<number> = new Set(ABSENT.map((text) => text.charCodeAt(0)));

const SPEW_TYPE =
  /^(?:map\[[\w.]+\][\w.*[\] ]+(?: \{\})?|string|\[\](?:uint8|byte|string)|interface \{\}|bool|u?int\d*)$/;
const LONGEST_TYPE = 64;

/** The offset behind `(map[string]string) (len=2) `, as spew dumps a type. */
function spewTypeEnd(window: TextWindow, start: number): number | undefined {
  const end = closingParenthesis(window, start);
  if (end === undefined || !SPEW_TYPE.test(window.text.slice(start + 1, end - 1))) return undefined;
  if (window.at(end) !== Character.SPACE) return undefined;
  const isCounted = window.startsWith("(len=", end + 1) || window.startsWith("(cap=", end + 1);
  const counted = isCounted ? closingParenthesis(window, end + 1) : end;
  return counted !== undefined && window.at(counted) === Character.SPACE ? counted + 1 : undefined;
}

function closingParenthesis(window: TextWindow, start: number): number | undefined {
  for (let at = start; at < start + LONGEST_TYPE; at++) {
    const code = window.at(at);
    if (code === END || code === Character.NEWLINE) return undefined;
    if (code === 0x29) return at + 1;
  }
  return undefined;
}

/** The offset behind a text that names the type of the next object. */
export function typeEnd(window: TextWindow, start: number): number | undefined {
  const first = window.at(start);
  if (first === 0x28) return spewTypeEnd(window, start);
  if (first !== Character.BRACKET && !isWordCharacter(first)) return undefined;
  const end = oneOf(TYPES, window, start);
  if (end !== undefined || !window.startsWith("Map(", start)) return end;
  let at = start + 4;
  while (at < start + 20 && isDigit(window.at(at))) at++;
  return window.startsWith(")", at) ? at + 1 : undefined;
}

/** The offset behind a text that means: there is no value. */
export function absentEnd(window: TextWindow, start: number): number | undefined {
  if (!ABSENT_INITIALS.has(window.at(start))) return undefined;
  return oneOf(ABSENT, window, start);
}

function oneOf(texts: readonly string[], window: TextWindow, start: number): number | undefined {
  for (const text of texts) {
    const end = start + text.length;
    if (window.startsWith(text, start) && !isValueCharacter(window.at(end))) return end;
  }
  return undefined;
}

/** Whether a value that begins like an absent one goes on with a character: `null-device`, `nil/2`. */
function isValueCharacter(code: number): boolean {
  return isKeyCharacter(code) || code === 0x2b || code === 0x40;
}
