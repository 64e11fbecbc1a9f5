import type { Plan } from "../../plan/compiled.js";
import type { Representation } from "../../representations/representation.js";
import type { SecretWalk } from "./secret-walk.js";

/** Collects the secrets in a value. @param depth the depth of the message that the value is, or is part of. */
export type Collect = (value: unknown, depth: number, walk: SecretWalk) => void;

/** Whether a whole value is secret, or only the parts that its plan marks. */
export type Extent = "whole" | "planned";

/** The functions that the parts of the collector call from each other. */
export interface CollectContext {
  /** The deepest nesting of messages that is searched. */
  readonly maxDepth: number;
  /** Makes a function that collects the secrets of messages of a plan in a representation. */
  message(plan: Plan | undefined, representation: Representation, extent: Extent): Collect;
}

/** Collects nothing. */
export const collectNothing: Collect = () => undefined;

/** Collects from a value, and ignores a value that cannot be read. */
export function attempt(collect: Collect, value: unknown, depth: number, walk: SecretWalk): void {
  try {
    collect(value, depth, walk);
  } catch {
    // A getter or proxy threw, or the stack overflowed.
  }
}
