import type { MessagePlan, Plan } from "../../plan/compiled.js";
import type { Path } from "../../plan/path.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageObject, Representation } from "../../representations/representation.js";
import type { Limits } from "../limits.js";

/** Stands for a value of the wrong type, of which nothing is kept. */
export const DROPPED: unique symbol = Symbol("dropped");

/**
 * Copies an open value: a message, an item of a list, a list itself.
 *
 * @param depth the depth of the message that the value is, or is part of. The outermost message has depth 1.
 * @returns the same value if nothing in it is secret; {@link DROPPED} if it has the wrong type.
 */
export type CopyValue = (value: unknown, depth: number, path: Path) => unknown;

/** Copies the value of a property of a message. */
export type CopyProperty = (value: unknown, message: MessageObject, depth: number, path: Path) => unknown;

/** Copies the values of one type. */
export interface ValueCopy {
  readonly copy: CopyValue;
  /** The replacement of a secret value. It has the same kind, and is always the same. */
  replace(secret: unknown): unknown;
}

/** The functions that the parts of the copy writer call from each other. */
export interface CopyContext {
  readonly limits: Limits;
  /** Finds credentials in open strings that belong to no field. */
  readonly holdsCredential: Detector | undefined;
  /** The copy for messages of a plan in a representation. */
  message(plan: Plan | undefined, representation: Representation): ValueCopy;
  /**
   * The wire bytes of the message in an Any, without its secrets.
   *
   * @throws if the bytes are malformed.
   */
  payload(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): Uint8Array;
}

/**
 * Replaces a secret item or value. Some libraries hold null in place of an empty message: an empty object replaces it, so
 * that the list or map stays set.
 */
export function replaceMissing(replace: ValueCopy["replace"], secret: unknown): unknown {
  const replaced = replace(secret);
  const isMissing = secret === null || secret === undefined;
  return replaced === DROPPED && isMissing ? replace({}) : replaced;
}
