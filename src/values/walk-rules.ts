import { memberOf } from "../options/own-value.js";

/** Knows the secrets that are searched for in texts. */
export interface SecretFinder {
  /** How many secrets are searched for. */
  readonly size: number;
  /** The text with the marker in place of each secret. Returns the same text if it holds none. Never throws. */
  scrub(text: string): string;
}

/** A finder that reports what it finds. */
export interface ReportingFinder extends SecretFinder {
  /** The same search, which reports nothing: for a text that was reported already, or only to ask whether it holds a secret. */
  readonly silent: SecretFinder;
}

/** The search of a finder that reports nothing. A finder of another version of this package never reports. */
export function silent(finder: SecretFinder): SecretFinder {
  const found = memberOf(finder, "silent");
  return typeof found === "object" && found !== null ? (found as SecretFinder) : finder; // no other object has this name
}

/**
 * Decides what a walk visits, what it replaces, and by what. The walk itself is the same for loggers and for copies of errors.
 * No property is optional: a missing one would be read from `Object.prototype`, to which a program may have added it.
 */
export interface WalkRules {
  /** The secrets that bytes are searched for and, with {@link scrubsTexts}, texts. */
  readonly secrets: SecretFinder;
  /**
   * Whether the walk scrubs texts, names of properties, numbers, symbols, and objects that are texts, such as URLs. False
   * if the logger scrubs the finished line.
   */
  readonly scrubsTexts: boolean;
  /**
   * Which own properties the walk visits: `"json"` those that `JSON.stringify` prints; `"printed"` also those under enumerable
   * symbols; `"all"` also hidden ones.
   */
  readonly keys: "json" | "printed" | "all";
  /**
   * What happens to a copy. It is only `"printed"`; or it is `"used"`: code works with it as with the original. A used copy
   * keeps bytes as bytes, and shares unchanged parts with the original.
   */
  readonly copies: "printed" | "used";
  /** Replaces objects as a whole, such as protobuf messages. */
  readonly substitutes: SubstituteRules | undefined;
  /** Whether the walk can leave an object as it is without a look into it. Undefined if that has to be found by the walk. */
  readonly isInert: ((object: object) => boolean) | undefined;
  /** Set if `util.inspect` prints the result: it looks where JSON does not. */
  readonly inspected: InspectedRules | undefined;
  /**
   * Returns the value of a Map's entry that the walk goes on with: the same, a smaller one, or {@link REMOVED}. Undefined if the
   * walk keeps all entries.
   */
  readonly keptEntry: ((key: unknown, value: unknown) => unknown) | undefined;
  /** The notes in place of values that are not shown. */
  readonly notes: WalkNotes;
  /** How many properties, items and entries one walk visits. More are replaced by a note. */
  readonly maxMembers: number;
}

/** Returned for an entry of a Map that the copy must not have. */
export const REMOVED: unique symbol = Symbol("removed");

/** Replaces objects as a whole. */
export interface SubstituteRules {
  /**
   * The replacement of an object. It may be the object itself; then the walk does not enter it. Undefined if the walk must
   * enter the object.
   */
  of(object: object): unknown;
  /** The plain JSON value of a substitute. Returns all other values unchanged. */
  json(value: unknown): unknown;
}

/** How `util.inspect` looks at objects. See `INSPECTED`. */
export interface InspectedRules {
  /** Whether a value is a proxy: `util.inspect` looks behind it, at the value that the proxy stands for. */
  isProxy(value: object): boolean;
  /** A note in place of an object that only `util.inspect` can look into. Undefined for all other objects. */
  preview(object: object): string | undefined;
}

/** The notes in place of values that are not shown. */
export interface WalkNotes {
  readonly unreadable: string;
  readonly tooDeep: string;
  readonly tooMany: string;
  /** Stands in place of a function that has a secret property: a function cannot be copied. */
  readonly function: string;
}
