import type { Detector } from "../policy/policy.js";
import { bytesText, MARKER_TEXT, quote } from "./json-text.js";
import type { PrintValue } from "./text-state.js";

/**
 * Prints an open string: stripped if a detector finds a credential in it, cut if it is too long.
 *
 * @param wrongType what is printed for a value that is no string.
 * @param isLimited whether the whole output is limited: a string that cannot fit is then not even quoted.
 */
export function printString(
  maxLength: number,
  holdsCredential: Detector | undefined,
  wrongType: string,
  isLimited: boolean,
): PrintValue {
  const text = cutString(maxLength);
  const isSecret = holdsCredential ?? (() => false);
  if (isLimited) {
    return (value, _depth, state) => {
      if (typeof value !== "string") return state.take(wrongType.length) ? wrongType : "";
      if (isSecret(value)) return state.take(MARKER_TEXT.length) ? MARKER_TEXT : "";
      const least = Math.min(value.length, maxLength);
      const printed = least <= state.left ? text(value) : "";
      return state.take(Math.max(least, printed.length)) ? printed : "";
    };
  }
  if (holdsCredential === undefined) return (value) => (typeof value === "string" ? text(value) : wrongType);
  return (value) => {
    if (typeof value !== "string") return wrongType;
    return holdsCredential(value) ? MARKER_TEXT : text(value);
  };
}

/** A string as a JSON string; of a longer one its beginning, and a note of how much is missing. */
export function cutString(maxLength: number): (text: string) => string {
  if (maxLength === Number.POSITIVE_INFINITY) return quote;
  return (text) => {
    if (text.length <= maxLength) return quote(text);
    const splitsPair = /[\ud800-\udbff]/.test(text.charAt(maxLength - 1));
    const kept = text.slice(0, splitsPair ? maxLength - 1 : maxLength);
    return withCutNote(quote(kept), text.length - kept.length);
  };
}

/** Bytes as base64 in a JSON string; of longer ones the beginning, and a note of how much is missing. */
export function cutBytes(maxLength: number): (bytes: Uint8Array) => string {
  if (maxLength === Number.POSITIVE_INFINITY) return bytesText;
  return (bytes) => {
    const length = Math.ceil(bytes.length / 3) * 4;
    if (length <= maxLength) return bytesText(bytes);
    const kept = bytes.subarray(0, Math.floor(maxLength / 4) * 3);
    return withCutNote(bytesText(kept), length - (kept.length / 3) * 4);
  };
}

function withCutNote(quoted: string, missing: number): string {
  return `${quoted.slice(0, -1)}<<${missing} more characters>>"`;
}
