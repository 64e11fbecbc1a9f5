import { note, REASON, UNREADABLE } from "../marker.js";
import type { InspectedRules, SecretFinder, SubstituteRules, WalkNotes, WalkRules } from "./walk-rules.js";

const LOG_NOTES: WalkNotes = {
  unreadable: UNREADABLE,
  tooDeep: note(REASON.tooDeep),
  tooMany: note(REASON.tooMany),
  function: "[Function]",
};

/** Rules for values that `JSON.stringify` prints into a line, which is scrubbed when it is finished. */
export function jsonRules(secrets: SecretFinder, substitutes: SubstituteRules): WalkRules {
  return {
    secrets,
    substitutes,
    scrubsTexts: false,
    keys: "json",
    copies: "printed",
    isInert,
    inspected: undefined,
    keptEntry: undefined,
    notes: LOG_NOTES,
    maxMembers: 10_000_000,
  };
}

/**
 * Rules for a walk that scrubs every text. Use them if the logger does not scrub the finished line.
 *
 * @param inspected given if `util.inspect` prints the values.
 */
export function scrubbingRules(
  secrets: SecretFinder,
  substitutes: SubstituteRules,
  inspected?: InspectedRules,
): WalkRules {
  return {
    ...jsonRules(secrets, substitutes),
    scrubsTexts: true,
    keys: "printed",
    isInert: undefined,
    inspected,
  };
}

/**
 * Whether an object is plain and holds only texts, numbers and other scalars, so that there is nothing in it to walk. Most
 * logged objects are like this.
 */
function isInert(object: object): boolean {
  try {
    if ((object as { readonly toJSON?: unknown }).toJSON !== undefined) return false; // any object may have one
    if (Array.isArray(object)) return object.every(isInertValue);
    if (Object.getPrototypeOf(object) !== Object.prototype) return false;
    for (const key of Object.keys(object)) {
      if (!isInertValue((object as Readonly<Record<string, unknown>>)[key])) return false;
    }
    return true;
  } catch {
    // A getter threw. The walk replaces this one property by a note.
    return false;
  }
}

function isInertValue(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}
