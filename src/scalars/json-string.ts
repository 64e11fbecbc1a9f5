/**
 * Writes JSON strings: texts, bytes, the marker and notes. Texts are quoted as in Go (encoding/json with HTML escaping), so
 * that they equal the texts of Go drivers, with two additions. C1 controls are escaped, because U+0085 ends a line and
 * U+009B starts a terminal sequence. A lone surrogate becomes U+FFFD, as on the wire.
 */
import { note, STRIPPED } from "../marker.js";
import { base64Encode } from "./base64.js";

/** The marker as a JSON string. */
export const MARKER_TEXT: string = `"${STRIPPED}"`;

/** Any character except plain ASCII. A search with {@link NEEDS_ESCAPE} alone takes a third longer. */
const NOT_PLAIN = /[^ !#-%'-;=?-[\]-~]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const NEEDS_ESCAPE = /[\u0000-\u001f"\\<>&\u0080-\u009f\u2028\u2029\ud800-\udfff]/;
// Characters that JSON.stringify does not escape, and that a line must not contain.
const LEFT_BY_STRINGIFY = /[<>&\u0080-\u009f\u2028\u2029]/g;

/** A text as a JSON string on one line. */
export function quote(text: string): string {
  return `"${escaped(text)}"`;
}

/** The text between the quotes of a JSON string on one line. Most texts need no escape and stay as they are. */
export function escaped(text: string): string {
  return needsEscape(text) ? withEscapes(text) : text;
}

// For texts up to this length, a loop over the characters is faster than a regular expression (measured).
const SHORT_TEXT = 12;

/** For each ASCII character: 1 if it needs no escape. */
const IS_PLAIN: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  NOT_PLAIN.test(String.fromCharCode(code)) ? 0 : 1,
);

/**
 * The kind of each byte of UTF-8 text: 0 for an ASCII character that needs no escape, 1 for any other ASCII character, 2 for
 * a part of a longer character.
 */
export type ByteKinds = Uint8Array;

/** The kinds of bytes for JSON strings: a text is plain if none of its characters needs an escape. */
export const BYTE_KINDS: ByteKinds = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 ? 2 : IS_PLAIN[byte] === 1 ? 0 : 1,
);

function needsEscape(text: string): boolean {
  return !isPlain(text) && NEEDS_ESCAPE.test(text);
}

function isPlain(text: string): boolean {
  if (text.length > SHORT_TEXT) return !NOT_PLAIN.test(text);
  for (let index = 0; index < text.length; index++) {
    if (IS_PLAIN[text.charCodeAt(index)] !== 1) return false;
  }
  return true;
}

function withEscapes(text: string): string {
  return JSON.stringify(text.toWellFormed()).slice(1, -1).replace(LEFT_BY_STRINGIFY, escapeCharacter);
}

const encoder = new TextEncoder();

/**
 * JSON text from JSON.stringify, with the escapes that {@link quote} adds. Only strings in it change.
 *
 * @returns undefined if a string holds a lone surrogate.
 */
export function escapedJson(text: string): string | undefined {
  // JSON.stringify writes a lone surrogate like this. So it does an escaped backslash before these letters.
  if (text.includes("\\ud")) return undefined;
  // Four fast searches: a pattern for all takes longer than the JSON.
  const isPlain =
    !text.includes("<") &&
    !text.includes(">") &&
    !text.includes("&") &&
    encoder.encode(text).length === text.length;
  return isPlain ? text : text.replace(LEFT_BY_STRINGIFY, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const SEPARATORS = /[\u0080-\u009f\u2028\u2029]/g;

/**
 * Escapes the characters in a text that end a line for some readers: C1 controls (such as U+0085), U+2028 and U+2029. The
 * text is usually JSON from `JSON.stringify`. There they occur only inside strings, so the value of the JSON stays the same.
 */
export function escapeSeparators(text: string): string {
  return text.replace(SEPARATORS, escapeCharacter);
}

/** A note as a JSON string: the reason why a value is not printed, and its type or field. It never holds the value. */
export function noteText(why: string, name?: string): string {
  // The brackets of a note stand for themselves; everything inside them is escaped.
  return `"<<${escaped(note(why, name).slice(2, -2))}>>"`;
}

/** Bytes as padded base64. */
export function bytesText(bytes: Uint8Array): string {
  return `"${base64Encode(bytes)}"`;
}
