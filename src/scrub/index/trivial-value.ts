import { STRIPPED } from "../../marker.js";

/** Shortest value that is sought, in UTF-16 code units. */
export const SHORTEST_SECRET = 4;

/** Words that are in so many lines that replacing them would hide only other things. */
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
 * Whether a value is not sought: it has fewer than four characters, or is one of a few words in any case, or is the marker
 * (an earlier pass has put it in place of a secret).
 */
export function isTrivial(value: string): boolean {
  if (value.length < SHORTEST_SECRET || value === STRIPPED) return true;
  return value.length <= 9 && TRIVIAL.has(value.toLowerCase());
}
