import type { Nesting } from "./nesting.js";
import type { Glance } from "./property-redaction.js";

/** Returned in place of a value of the wrong type: nothing of it is kept. */
export const DROPPED: unique symbol = Symbol("dropped");

/**
 * Redacts a value: a message, an item of a list, a list itself.
 *
 * @param depth of the message that the value is, or stands in; the outermost is 1.
 * @returns the same value where nothing in it is secret; {@link DROPPED} if it is not what the schema says.
 */
export type RedactValue = (value: unknown, depth: number, nesting: Nesting) => unknown;

/** Redacts the value of a property of a message, likewise. */
export type RedactProperty = (value: unknown, message: unknown, depth: number, nesting: Nesting) => unknown;

/** How values of one type are redacted. */
export interface ValueRedaction {
  /** Redacts an open value. */
  readonly redact: RedactValue;
  /** What can be said of an open value at a glance; nothing, if it is not given. */
  readonly glance?: Glance | undefined;
  /** What takes the place of a secret value: of the same kind, and always the same. */
  replace(secret: unknown): unknown;
}
