import type { Nesting } from "./nesting.js";

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
  /**
   * Redacts an open message that is laid out as one that was met before, by far the most: what makes it one of its type
   * is known with its layout. Returns `UNKNOWN_LAYOUT` for any other value.
   */
  readonly redactKnown?: RedactValue | undefined;
  /** Whether the values are texts, which stay as they are unless they hold a credential. */
  readonly isOpenText?: boolean;
  /** What takes the place of a secret value: of the same kind, and always the same. */
  replace(secret: unknown): unknown;
}
