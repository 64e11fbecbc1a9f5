import { memberOf } from "../options/own-value.js";
import type { PseudonymMaker } from "../policy/pseudonyms.js";
import { createPseudonyms, type PseudonymKey } from "../pseudonym/create-pseudonyms.js";

/** What a sanitizer takes to make pseudonyms. */
export type PseudonymsInput = PseudonymMaker | PseudonymKey | readonly PseudonymKey[];

/**
 * What makes the pseudonyms of a sanitizer. Keys are hashed at once, and not kept.
 *
 * @throws {TypeError} if it is neither a maker nor keys that can be used. The error has no part of a key.
 */
export function givenPseudonyms(given: PseudonymsInput): PseudonymMaker {
  return isMaker(given) ? given : createPseudonyms(given);
}

function isMaker(given: PseudonymsInput): given is PseudonymMaker {
  return given !== null && typeof memberOf(Object(given), "ofClass") === "function";
}
