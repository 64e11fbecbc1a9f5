import { nearestName, ownOptions } from "../options/read-options.js";
import {
  type ActionOf,
  type AppliedAction,
  type Audiences,
  actionText,
  type ClassActions,
  copyAction,
  SECRET,
  strictness,
} from "./classes.js";
import type { CopiedPolicy } from "./copy-policies.js";
import { PolicyError } from "./policy.js";
import type { PseudonymMaker } from "./pseudonyms.js";

/** What is wrong with the action `pseudonym` where nothing makes pseudonyms. */
export const NEEDS_PSEUDONYMS = "needs the option pseudonyms: { key, keyId }";

/** The actions of a sanitizer and its audiences. */
export interface ActionTables {
  /** The actions of the sanitizer itself. An audience starts from them. */
  readonly base: ActionOf;
  readonly hasAudiences: boolean;
  /**
   * The actions for an audience. Audiences with the same actions have the same function, so that they share their plans.
   *
   * @throws {PolicyError} if no audience has this name.
   */
  audience(name: string): ActionOf;
}

/**
 * Copies the actions of classes and audiences. An audience has the action of `classes` for a class that it does not name, and a
 * class without an action is stripped.
 *
 * @param pseudonyms makes the pseudonyms.
 * @throws {PolicyError} if an action does not exist, if no rule has a class, if the class `secret` would be shown, or if there is
 *   nothing that makes pseudonyms.
 * @throws {TypeError} if what makes pseudonyms is anything else.
 */
export function actionTables(
  classes: ClassActions | undefined,
  audiences: Audiences | undefined,
  policies: readonly CopiedPolicy[],
  pseudonyms?: PseudonymMaker,
): ActionTables {
  if (pseudonyms !== undefined && typeof pseudonyms?.ofClass !== "function")
    throw new TypeError("pseudonyms: expected what createPseudonyms of protosanitizer/pseudonym returns");
  const known = classesOf(policies);
  const base = tableOf("classes", classes, known, pseudonyms);
  const tables = new Map<string, ReadonlyMap<string, AppliedAction>>();
  for (const [name, actions] of Object.entries(ownParts("audiences", audiences))) {
    const own = tableOf(`audiences: ${JSON.stringify(name)}`, actions, known, pseudonyms);
    tables.set(name, new Map([...base, ...own]));
  }
  const shared = new Map<string, ActionOf>();
  const actionsOf = (table: ReadonlyMap<string, AppliedAction>): ActionOf => {
    const lookUp: ActionOf = (className) => table.get(className) ?? "strip";
    const id = known.map((name) => actionText(lookUp(name))).join();
    const actions = shared.get(id) ?? lookUp;
    shared.set(id, actions);
    return actions;
  };
  return {
    base: actionsOf(base),
    hasAudiences: tables.size > 0,
    audience(name) {
      const table = tables.get(name);
      if (table !== undefined) return actionsOf(table);
      // A text with other characters may be a value that was given by mistake.
      const isName = typeof name === "string" && /^[\w.-]{1,256}$/.test(name);
      throw new PolicyError(
        `for(${isName ? JSON.stringify(name) : "…"})`,
        "no such audience",
        isName ? nearestName(name, [...tables.keys()]) : undefined,
      );
    },
  };
}

/** The classes that rules have, and `secret`. */
export function classesOf(policies: readonly CopiedPolicy[]): readonly string[] {
  const rules = policies.flatMap(({ fieldOptions, messageOptions, fields, mapKeys, json, unlisted = [] }) => [
    ...(fieldOptions ?? []),
    ...messageOptions,
    ...fields,
    ...mapKeys,
    ...json,
    ...[unlisted].flat(),
  ]);
  return [...new Set([SECRET, ...rules.map((rule) => rule.className)])];
}

function tableOf(
  place: string,
  given: ClassActions | undefined,
  known: readonly string[],
  pseudonyms: PseudonymMaker | undefined,
): ReadonlyMap<string, AppliedAction> {
  const table = new Map<string, AppliedAction>();
  for (const [className, one] of Object.entries(ownParts(place, given))) {
    const rule = `${place}: ${JSON.stringify(className)}`;
    if (!known.includes(className))
      throw new PolicyError(rule, "no rule has this class", nearestName(className, known));
    const action = copyAction(one);
    if (action === undefined)
      throw new PolicyError(
        rule,
        `its action is none of "strip", "omit", "size", "pseudonym", "show" and { last: 4 }`,
      );
    if (className === SECRET && strictness(action) < strictness("size"))
      throw new PolicyError(rule, "cannot be shown, to no audience; give its rules another class");
    if (action !== "pseudonym") table.set(className, action);
    else if (pseudonyms !== undefined) table.set(className, pseudonyms.ofClass(className));
    else throw new PolicyError(rule, NEEDS_PSEUDONYMS);
  }
  return table;
}

function ownParts<T extends object>(place: string, given: T | undefined): Readonly<T> {
  return ownOptions(place, given, {
    noun: "class",
    error: (_name, problem) => new PolicyError(place, `is ${problem}`),
  });
}
