import { STRIPPED } from "../../marker.js";

/** Shortest value that is looked for, in UTF-16 code units. */
export const SHORTEST_SECRET = 4;

/** Words that stand in so many lines that hiding them would hide nothing but the rest. */
const TRIVIAL: ReadonlySet<string> = new Set([
  "true",
  "false",
  "null",
  "none",
  "undefined",
  "default",
  "auto",
  "enabled",
  "disabled",
  "unknown",
]);

/**
 * Whether a value is left alone: one that is shorter than four characters, one of a few words, in any case, or the
 * marker, which stands where a secret was taken out before.
 */
export function isTrivial(value: string): boolean {
  if (value.length < SHORTEST_SECRET || value === STRIPPED) return true;
  return value.length <= 9 && TRIVIAL.has(value.toLowerCase());
}
