import { note, REASON, STRIPPED } from "../../marker.js";
import type { Detector } from "../../policy/policy.js";
import { bytesText, escaped, MARKER_TEXT } from "../../scalars/json-string.js";
import type { PrintValue } from "./text-state.js";

/**
 * What stands between the quotes where an open string is printed: the marker if a detector finds a credential in it, and
 * its beginning if it is too long.
 *
 * @param wrongType what is printed for a value that is no string: a JSON string, too.
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
 * Prints an open string where the whole output is limited: one that cannot fit is not even quoted.
 *
 * @param wrongType what is printed for a value that is no string.
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

/** A string as a JSON string; of a longer one its beginning, and a note of how much is missing. */
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

/** Bytes as base64 in a JSON string; of longer ones the beginning, and a note of how much is missing. */
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
