import { shortestFloat } from "./shortest-float.js";

/**
 * Writes numbers as JSON text: the shortest decimal that reads back as the same number, as Go's encoding/json and protojson
 * do.
 */

/** A double: the shortest decimal that reads back as the same number; NaN and infinities as strings. */
export function doubleText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return `"${value}"`;
}

/** A float: the shortest decimal that reads back as the same 32-bit number. */
export function floatText(value: number): string {
  return doubleText(shortest(value));
}

/** The double with the fewest digits that rounds to the same 32-bit float as the given number. */
export function shortest(value: number): number {
  const float = Math.fround(value);
  return float === 0 ? float : shortestFloat(float);
}

/** The number itself, if JSON.stringify writes it as {@link doubleText} does. */
export function jsonNumber(value: number): number | undefined {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
}
