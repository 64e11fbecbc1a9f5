import type { MessagePlan, Plan } from "../../plan/compiled.js";
import type { Path } from "../../plan/path.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageObject, Representation } from "../../representations/representation.js";
import type { Limits } from "../limits.js";

/** Stands for a value that is not what the schema says: nothing of it is kept. */
export const DROPPED: unique symbol = Symbol("dropped");

/**
 * Copies an open value: a message, an item of a list, a list itself.
 *
 * @param depth of the message that the value is, or stands in; the outermost is 1.
 * @returns the same value if nothing in it is secret; {@link DROPPED} if it is not what the schema says.
 */
export type CopyValue = (value: unknown, depth: number, path: Path) => unknown;

/** Copies what stands under a property of a message. */
export type CopyProperty = (value: unknown, message: MessageObject, depth: number, path: Path) => unknown;

/** How values of one type are copied. */
export interface ValueCopy {
  readonly copy: CopyValue;
  /** What takes the place of a secret value: of the same kind, and always the same. */
  replace(secret: unknown): unknown;
}

/** What the parts of the copy writer need of each other. */
export interface CopyContext {
  readonly limits: Limits;
  /** Finds credentials in open strings that belong to no field. */
  readonly holdsCredential: Detector | undefined;
  /** How messages of a plan in a representation are copied. */
  message(plan: Plan | undefined, representation: Representation): ValueCopy;
  /**
   * The wire bytes of the message in an Any, without its secrets.
   *
   * @throws if the bytes are malformed.
   */
  payload(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): Uint8Array;
}
