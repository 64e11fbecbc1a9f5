/**
 * How JSON strings are written: quoting, bytes, the marker and the notes. Quoting is Go's (encoding/json with HTML escaping), so that texts equal those of the Go drivers, with two additions.
 * C1 controls are escaped, because U+0085 ends a line and U+009B starts a terminal sequence. A lone surrogate becomes
 * U+FFFD, as on the wire.
 */
import { base64Encode } from "@bufbuild/protobuf/wire";
import { note, STRIPPED } from "../marker.js";

/** The marker as a JSON string. */
export const MARKER_TEXT: string = `"${STRIPPED}"`;

/** What is not a character of ASCII that stands for itself. To search for what needs escapes itself takes a third longer. */
const NOT_PLAIN = /[^ !#-%'-;=?-[\]-~]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const NEEDS_ESCAPE = /[\u0000-\u001f"\\<>&\u0080-\u009f\u2028\u2029\ud800-\udfff]/;
// What JSON.stringify leaves alone and a line must not contain.
const LEFT_BY_STRINGIFY = /[<>&\u0080-\u009f\u2028\u2029]/g;

/** A text as a JSON string on one line. */
export function quote(text: string): string {
  return `"${escaped(text)}"`;
}

/** A text as it stands between the quotes of a JSON string on one line: most are as they are. */
export function escaped(text: string): string {
  return needsEscape(text) ? withEscapes(text) : text;
}

// Up to here a loop over the characters is quicker than to start a regular expression (measured).
const SHORT_TEXT = 12;

/** Of each character of ASCII 1 if it stands for itself. */
const IS_PLAIN: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  NOT_PLAIN.test(String.fromCharCode(code)) ? 0 : 1,
);

/**
 * The kind of each byte of UTF-8 text: 0 for an ASCII character that stands for itself, 1 for another ASCII character, 2 for
 * a part of a longer character.
 */
export type ByteKinds = Uint8Array;

/** Kinds of bytes for which a text is plain if it stands for itself between the quotes of a JSON string. */
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

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const SEPARATORS = /[\u0080-\u009f\u2028\u2029]/g;

/**
 * A text, usually JSON that `JSON.stringify` made, in which the characters are escaped that end a line for some readers:
 * C1 controls (U+0085 among them), U+2028 and U+2029. In JSON they stand only inside strings, so the value stays the same.
 */
export function escapeSeparators(text: string): string {
  return text.replace(SEPARATORS, escapeCharacter);
}

/** A JSON string in place of a value that is not printed: why, and the type or field. Never holds a value. */
export function noteText(why: string, name?: string): string {
  // The brackets of a note stand for themselves; everything inside them is escaped.
  return `"<<${escaped(note(why, name).slice(2, -2))}>>"`;
}

/** Bytes as padded base64. */
export function bytesText(bytes: Uint8Array): string {
  return `"${base64Encode(bytes)}"`;
}
