/** The marker: every writer puts it in place of a secret value. */
export const STRIPPED = "***stripped***";

/** The marker for a field that no rule names, where default deny hides it. A policy has to ask for it. */
export const UNREVIEWED = "***unreviewed***";

/**
 * A pseudonym: the name of its key, and a part of a hash. It may be part of a longer text. Somebody else may have written a text that
 * looks like one, so it proves nothing.
 */
export const PSEUDONYM: RegExp = /\*{3}[\w.-]{1,32}:[\da-f]{12}\*{3}/;

/**
 * The reasons for notes in place of values. No reason holds a value. {@link note} makes the note.
 */
export const REASON = {
  unreadable: "could not be read",
  notMessage: "not a protobuf message",
  notBytes: "not wire bytes",
  unknownType: "unknown type",
  wrongType: "wrong type of value",
  wrongKey: "wrong type of key",
  insideItself: "message inside itself",
  outOfRange: "out of range",
  notFinite: "number is not finite",
  irreversiblePath: "path cannot be written in camel case",
  outputLimit: "output limit reached",
  notCompiled: "could not be compiled",
  /** For any JavaScript value that is logged. */
  tooDeep: "nested too deep to be logged",
  tooMany: "too many values to be logged",
  lineWithheld: "line withheld: it could not be scrubbed",
  /** @param offset the offset of the malformed byte. Undefined if it would reveal the length of a secret. */
  malformed: (offset: number | undefined): string =>
    offset === undefined ? "malformed" : `malformed at byte ${offset}`,
  depthLimit: (maxDepth: number): string => `depth limit of ${maxDepth} reached`,
  moreItems: (count: number): string => `${count} more items`,
  moreEntries: (count: number): string => `${count} more entries`,
  moreCharacters: (count: number): string => `${count} more characters`,
  morePaths: (limit: number): string => `more than ${limit} paths`,
  unreadableOptions: (field: string): string => `options of ${field} cannot be read`,
} as const;

/**
 * A note: the text that stands in place of a value that cannot be shown.
 *
 * @param reason why, from {@link REASON}.
 * @param name full name of the type or field.
 * @example
 * ```ts
 * note(REASON.unknownType, "acme.v1.Login"); // <<unknown type, acme.v1.Login>>
 * ```
 */
export function note(reason: string, name?: string): string {
  return `<<${name === undefined ? reason : `${reason}, ${name}`}>>`;
}

/** The key of the last entry of an object that was cut: a note needs a key there. */
export const CUT_KEY: string = "<<cut>>";

/** The note that a writer prints if it threw. It is made at start: later there may be no stack left to make it. */
export const UNREADABLE: string = note(REASON.unreadable);
