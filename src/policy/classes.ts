import { PolicyError } from "./policy.js";

/**
 * What a writer does with a value of a class.
 *
 * - `strip`: shows the marker in its place, so that only its presence shows.
 * - `omit`: leaves the field out, as if it was not set. An entry of a map, and a `required` field of proto2, is stripped.
 * - `show`: shows it, as if no rule named it.
 */
export type Action = "strip" | "omit" | "show";

/** The actions of a class each, by its name. */
export type ClassActions = Readonly<Record<string, Action>>;

/** The actions of each audience, by its name. */
export type Audiences = Readonly<Record<string, ClassActions>>;

/** The class of a rule that names none. It cannot be shown to anyone. */
export const SECRET = "secret";

/** The action for a class. */
export type ActionOf = (className: string) => Action;

/** Every class is stripped. */
export const STRIP_ALL: ActionOf = () => "strip";

/** All actions, from the one that shows most to the one that hides most. */
export const STRICTNESS: readonly Action[] = ["show", "strip", "omit"];

/** How much an action hides: a larger number hides more. */
export function strictness(action: Action): number {
  return STRICTNESS.indexOf(action);
}

/**
 * The class of a rule.
 *
 * @throws {PolicyError} if it is not a name.
 */
export function classOf(rule: string, given: unknown): string {
  if (given === undefined) return SECRET;
  if (typeof given === "string" && /^[\w.-]+$/.test(given)) return given;
  throw new PolicyError(rule, "its class is no name of letters, digits, dots, dashes and underscores");
}
