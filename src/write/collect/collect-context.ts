import type { Plan } from "../../plan/compiled.js";
import type { Representation } from "../../representations/representation.js";
import type { SecretWalk } from "./secret-walk.js";

/** Picks up the secrets in a value. @param depth of the message that the value is, or stands in. */
export type Collect = (value: unknown, depth: number, walk: SecretWalk) => void;

/** Whether all of a value is secret, or only what its plan says. */
export type Extent = "whole" | "planned";

/** What the parts of the collector need of each other. */
export interface CollectContext {
  /** Deepest nesting of messages that is looked into. */
  readonly maxDepth: number;
  /** Picks up the secrets of messages of a plan in a representation. */
  message(plan: Plan | undefined, representation: Representation, extent: Extent): Collect;
}

/** Picks up nothing. */
export const collectNothing: Collect = () => undefined;

/** Picks up what can be read: a value that cannot is no reason to give up the rest. */
export function attempt(collect: Collect, value: unknown, depth: number, walk: SecretWalk): void {
  try {
    collect(value, depth, walk);
  } catch {
    // A getter or proxy that throws, or the stack.
  }
}
