import { note, REASON, STRIPPED } from "../../marker.js";
import type { Detector } from "../../policy/policy.js";
import { bytesText, escaped, MARKER_TEXT } from "../../scalars/json-string.js";
import type { PrintValue } from "./text-state.js";

/**
 * Makes a function that returns the text between the quotes of an open string. It is the marker if a detector finds a
 * credential in the string, and the beginning of the string if it is too long.
 *
 * @param wrongType the text for a value that is not a string. It is a JSON string, too.
 * @param arePlain whether all strings are known to need no escapes.
 */
export function textInside(
  maxLength: number,
  holdsCredential: Detector | undefined,
  wrongType: string,
  arePlain: boolean,
): (value: unknown) => string {
  const write = arePlain ? (text: string) => text : escaped;
  const text = maxLength === Number.POSITIVE_INFINITY ? write : cutText(maxLength);
  const otherwise = wrongType.slice(1, -1);
  if (holdsCredential === undefined) return (value) => (typeof value === "string" ? text(value) : otherwise);
  return (value) => {
    if (typeof value !== "string") return otherwise;
    return holdsCredential(value) ? STRIPPED : text(value);
  };
}

/**
 * Makes a function that prints an open string if the whole output is limited. It does not quote a string that cannot fit.
 *
 * @param wrongType the text for a value that is not a string.
 */
export function printStringWithin(
  maxLength: number,
  holdsCredential: Detector | undefined,
  wrongType: string,
): PrintValue {
  const quoted = cutString(maxLength);
  const isSecret = holdsCredential ?? (() => false);
  return (out, value, _depth, state) => {
    if (typeof value !== "string") return state.take(wrongType.length) ? out + wrongType : out;
    if (isSecret(value)) return state.take(MARKER_TEXT.length) ? out + MARKER_TEXT : out;
    const least = Math.min(value.length, maxLength);
    const printed = least <= state.left ? quoted(value) : "";
    return state.take(Math.max(least, printed.length)) ? out + printed : out;
  };
}

/** Makes a function that prints a JSON string. If it is too long, it prints the beginning and a note about the missing length. */
export function cutString(maxLength: number): (text: string) => string {
  const inside = maxLength === Number.POSITIVE_INFINITY ? escaped : cutText(maxLength);
  return (text) => `"${inside(text)}"`;
}

function cutText(maxLength: number): (text: string) => string {
  return (text) => {
    if (text.length <= maxLength) return escaped(text);
    const splitsPair = /[\ud800-\udbff]/.test(text.charAt(maxLength - 1));
    const kept = text.slice(0, splitsPair ? maxLength - 1 : maxLength);
    return escaped(kept) + cutNote(text.length - kept.length);
  };
}

/** Makes a function that prints bytes as base64 in a JSON string. If they are too long, it prints the beginning and a note. */
export function cutBytes(maxLength: number): (bytes: Uint8Array) => string {
  if (maxLength === Number.POSITIVE_INFINITY) return bytesText;
  return (bytes) => {
    const length = Math.ceil(bytes.length / 3) * 4;
    if (length <= maxLength) return bytesText(bytes);
    const kept = bytes.subarray(0, Math.floor(maxLength / 4) * 3);
    return `${bytesText(kept).slice(0, -1)}${cutNote(length - (kept.length / 3) * 4)}"`;
  };
}

function cutNote(missing: number): string {
  return note(REASON.moreCharacters(missing));
}
