import { ownValue } from "../options/own-value.js";
import { PolicyError } from "./policy.js";
import type { ClassPseudonyms } from "./pseudonyms.js";

/**
 * What a writer does with a value of a class.
 *
 * - `strip`: shows the marker in its place, so that only its presence shows.
 * - `omit`: leaves the field out, as if it was not set. An entry of a map, and a `required` field of proto2, is stripped.
 * - `size`: shows the size of a string or of bytes, `***stripped, 12 bytes***`. Other values are stripped.
 * - `pseudonym`: shows a keyed hash of a string, of bytes or of a number, `***k7:9f2c41d0e1a5***`, so that equal values can be told.
 *   A value that can be guessed is stripped. It needs the option `pseudonyms`.
 * - `{ last: n }`: shows the last characters of a string, `***stripped***6789`: `n` of them, but never more than a quarter. A string
 *   of less than 12 characters, and any other value, is stripped.
 * - `show`: shows it, as if no rule named it.
 */
export type Action = "strip" | "omit" | "size" | "pseudonym" | "show" | LastAction;

/** An action as plans have it: with the pseudonyms of its class. */
export type AppliedAction = Exclude<Action, "pseudonym"> | ClassPseudonyms;

/** Shows the last characters of a string. */
export interface LastAction {
  readonly last: number;
}

/** The actions of a class each, by its name. */
export type ClassActions = Readonly<Record<string, Action>>;

/** The actions of each audience, by its name. */
export type Audiences = Readonly<Record<string, ClassActions>>;

/** The class of a rule that names none. It cannot be shown to anyone. */
export const SECRET = "secret";

/** The action for a class. */
export type ActionOf = (className: string) => AppliedAction;

/** Every class is stripped. */
export const STRIP_ALL: ActionOf = () => "strip";

const ACTIONS = ["show", "pseudonym", "size", "strip", "omit"] as const;

/** How much an action hides: a larger number hides more. */
export function strictness(action: AppliedAction | "pseudonym"): number {
  if (typeof action === "string") return ACTIONS.indexOf(action) * 2;
  return isPseudonym(action) ? strictness("pseudonym") : 1 / action.last;
}

/** An action in words. */
export function actionText(action: AppliedAction): string {
  if (typeof action === "string") return action;
  return isPseudonym(action) ? "pseudonym" : `last ${action.last}`;
}

/** Whether an action shows pseudonyms. */
export function isPseudonym(action: AppliedAction): action is ClassPseudonyms {
  return typeof action === "object" && !Object.hasOwn(action, "last");
}

/** A copy of an action; undefined if there is no such action. */
export function copyAction(given: unknown): Action | undefined {
  if (typeof given !== "object" || given === null) return ACTIONS.find((one) => one === given);
  const last = Object.keys(given).join() === "last" ? ownValue(given as LastAction, "last") : undefined;
  return Number.isSafeInteger(last) && Number(last) > 0 ? { last: Number(last) } : undefined;
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
