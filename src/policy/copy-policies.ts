import { type OptionNames, readOptions } from "../options/read-options.js";
import { classOf, SECRET } from "./classes.js";
import { type CopiedOptionRule, copyOptionRules } from "./copy-option-rules.js";
import { isList, itemsOf, listOf, readRule, shown } from "./given-list.js";
import { copyPattern, patternProblem } from "./key-matcher.js";
import {
  type Detector,
  type FieldDetectorRule,
  type FieldPattern,
  type FieldRule,
  type JsonRule,
  type KeyPattern,
  type MapKeyRule,
  type OpenFieldTest,
  type Policy,
  PolicyError,
  type PolicyRules,
  type UnlistedRule,
  type ValueDescriber,
} from "./policy.js";

/** A deep copy of a policy. Later changes by the caller do not affect it. */
export interface CopiedPolicy {
  /** Undefined if the policy does not state them. Then the default field options count. */
  readonly fieldOptions: readonly CopiedOptionRule[] | undefined;
  readonly messageOptions: readonly CopiedOptionRule[];
  readonly fields: readonly CopiedFieldRule[];
  readonly mapKeys: readonly CopiedMapKeyRule[];
  /** Rules for the keys of JSON in strings and bytes. They describe no values. */
  readonly json: readonly CopiedMapKeyRule[];
  readonly detectors: readonly Detector[];
  readonly fieldDetectors: readonly FieldDetectorRule[];
  readonly open: readonly FieldPattern[];
  /** The conditions under `open`. */
  readonly openOptions: readonly CopiedOptionRule[];
  /** The functions under `open`. */
  readonly openTests: readonly OpenFieldTest[];
  /** Undefined if fields that no rule names are shown. */
  readonly unlisted: CopiedUnlistedRule | undefined;
  /** How many of the rules have to match something in the schemas. */
  readonly mustMatch: "every" | "some" | "none";
}

/** A copy of what becomes of the fields that no rule names. */
export interface CopiedUnlistedRule {
  readonly className: string;
  readonly isMarked: boolean;
}

/** A deep copy of a rule for fields. */
export interface CopiedFieldRule {
  readonly pattern: FieldPattern;
  readonly className: string;
}

/** A deep copy of a rule for map keys. */
export interface CopiedMapKeyRule {
  readonly className: string;
  readonly field: string;
  readonly keys: readonly KeyPattern[];
  readonly describe: ValueDescriber | undefined;
}

const LISTS: OptionNames<PolicyRules> = {
  fieldOptions: true,
  messageOptions: true,
  fields: true,
  mapKeys: true,
  json: true,
  detectors: true,
  fieldDetectors: true,
  open: true,
};
const PARTS: OptionNames<Policy> = { ...LISTS, optional: true, anyOf: true, unlisted: true };
const UNLISTED: OptionNames<UnlistedRule> = { class: true, marker: true };
const FIELD_DETECTORS: OptionNames<FieldDetectorRule> = { field: true, detectors: true };
const FIELD_RULE: OptionNames<FieldRule> = { field: true, class: true };
const JSON_RULE: OptionNames<JsonRule> = { field: true, keys: true, class: true };
const MAP_KEY_RULE: OptionNames<MapKeyRule> = { field: true, keys: true, describe: true, class: true };

/**
 * Copies policies with all their lists, rules and patterns. Each part is read once, and only own properties count. Functions
 * cannot be copied, so the caller must keep them pure.
 *
 * @param given a policy or a list of policies. An empty list is the same as one empty policy.
 * @throws {PolicyError} if a part of a policy has the wrong type or a wrong value.
 */
export function copyPolicies(given: Policy | readonly Policy[] = {}): readonly CopiedPolicy[] {
  const policies: readonly unknown[] = isList(given) ? itemsOf(given) : [given];
  return (policies.length === 0 ? [{}] : policies).flatMap((policy) => {
    const parts = readPolicy("policy", policy, PARTS);
    return [
      { ...copyPolicy(parts, "every"), unlisted: copyUnlisted(parts.unlisted) },
      ...moreRules("optional", parts.optional, "none"),
      ...moreRules("anyOf", parts.anyOf, "some"),
    ];
  });
}

function moreRules(
  place: string,
  given: PolicyRules | undefined,
  mustMatch: CopiedPolicy["mustMatch"],
): readonly CopiedPolicy[] {
  if (given === undefined) return [];
  const rules = copyPolicy(readPolicy(place, given, LISTS), mustMatch);
  return [{ ...rules, fieldOptions: rules.fieldOptions ?? [] }];
}

function readPolicy<T extends object>(place: string, given: unknown, names: OptionNames<T>): Readonly<T> {
  // `readOptions` checks that this is a policy. Undefined in a list is a mistake, so it becomes null.
  return readOptions(place, (given ?? null) as T, names, {
    noun: "list of rules",
    error: (name, problem, suggestion) =>
      name === undefined
        ? new PolicyError(place, `is ${problem}`)
        : new PolicyError(name, problem, suggestion),
  });
}

function copyUnlisted(given: unknown): CopiedUnlistedRule | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string") return { className: classOf("unlisted", given), isMarked: false };
  const { class: className, marker = "stripped" } = readPolicy<UnlistedRule>("unlisted", given, UNLISTED);
  if (marker !== "stripped" && marker !== "unreviewed")
    throw new PolicyError("unlisted", `its marker is neither "stripped" nor "unreviewed"`);
  return { className: classOf("unlisted", className), isMarked: marker === "unreviewed" };
}

/** Whether an item of `open` is a condition on options. */
function isCondition(given: unknown): boolean {
  const isRule = typeof given === "object" && given !== null && !(given instanceof RegExp);
  return isRule && (Object.hasOwn(given, "option") || Object.hasOwn(given, "all"));
}

function copyPolicy(lists: PolicyRules, mustMatch: CopiedPolicy["mustMatch"]): CopiedPolicy {
  const openRules = listOf("open", lists.open);
  return {
    mustMatch,
    fieldOptions:
      lists.fieldOptions === undefined ? undefined : copyOptionRules("fieldOptions", lists.fieldOptions),
    messageOptions: copyOptionRules("messageOptions", lists.messageOptions),
    fields: listOf("fields", lists.fields).map(copyFieldRule),
    mapKeys: listOf("mapKeys", lists.mapKeys).map((rule, index) =>
      copyKeyRule("mapKeys", readRule("mapKeys", index, rule, MAP_KEY_RULE), index),
    ),
    json: listOf("json", lists.json).map((rule, index) =>
      copyKeyRule("json", readRule("json", index, rule, JSON_RULE), index),
    ),
    detectors: copyDetectors("detectors", lists.detectors),
    fieldDetectors: listOf("fieldDetectors", lists.fieldDetectors).map(copyFieldDetectors),
    open: openRules
      .filter((one) => !isCondition(one) && !isFunction(one))
      .map((one) => fieldPattern("open", one)),
    openOptions: copyOptionRules("open", openRules.filter(isCondition)),
    openTests: openRules.filter(isFunction<OpenFieldTest>),
    unlisted: undefined,
  };
}

function copyDetectors(list: string, given: unknown): readonly Detector[] {
  return listOf(list, given).map((detector, index) => {
    if (isFunction<Detector>(detector)) return detector;
    throw new PolicyError(`${list}[${index}]`, "is not a function");
  });
}

function copyFieldDetectors(given: unknown, index: number): FieldDetectorRule {
  const place = `fieldDetectors[${index}]`;
  const rule = readRule("fieldDetectors", index, given, FIELD_DETECTORS);
  if (typeof rule.field !== "string") throw new PolicyError(place, "has no field");
  const detectors = copyDetectors(`${place}.detectors`, rule.detectors);
  if (detectors.length === 0) throw new PolicyError(place, "has no detectors");
  return { field: rule.field, detectors };
}

function copyKeyRule(list: "mapKeys" | "json", rule: Readonly<MapKeyRule>, index: number): CopiedMapKeyRule {
  if (typeof rule.field !== "string") throw new PolicyError(`${list}[${index}]`, "has no field");
  const text = `${list}: ${JSON.stringify(rule.field)}`;
  const keys: readonly unknown[] = isList(rule.keys) ? itemsOf(rule.keys) : [];
  if (keys.length === 0) throw new PolicyError(text, "has no keys to match");
  const { describe } = rule;
  if (describe !== undefined && typeof describe !== "function")
    throw new PolicyError(text, "describe is not a function");
  return {
    field: rule.field,
    keys: keys.map((key) => copyKeyPattern(text, key)),
    describe,
    className: classOf(text, rule.class),
  };
}

function copyKeyPattern(rule: string, key: unknown): KeyPattern {
  if (typeof key === "string" || isFunction<(key: string) => boolean>(key)) return key;
  if (!(key instanceof RegExp))
    throw new PolicyError(rule, "a key must be a string, a RegExp or a function of the key");
  return copyRegExp(rule, key, "; give a function of the key that calls it");
}

/** @param remedy what the user can give instead, as the end of an error. */
function copyRegExp(rule: string, pattern: RegExp, remedy = ""): RegExp {
  const problem = patternProblem(pattern);
  if (problem !== undefined) throw new PolicyError(rule, problem + remedy);
  try {
    return copyPattern(pattern);
  } catch (cause) {
    throw new PolicyError(rule, `looks like a RegExp, but is not one`, undefined, { cause });
  }
}

function copyFieldRule(given: unknown, index: number): CopiedFieldRule {
  const isRule = typeof given === "object" && given !== null && Object.hasOwn(given, "field");
  if (!isRule) return { pattern: fieldPattern("fields", given), className: SECRET };
  const rule = readRule("fields", index, given, FIELD_RULE);
  return {
    pattern: fieldPattern("fields", rule.field),
    className: classOf(`fields[${index}]`, rule.class),
  };
}

function fieldPattern(list: string, given: unknown): FieldPattern {
  return given instanceof RegExp ? copyRegExp(list, given) : nameOf(list, "field", given);
}

function nameOf(list: string, kind: string, name: unknown): string {
  if (typeof name === "string") return name;
  throw new PolicyError(
    `${list}: ${JSON.stringify(shown(name))}`,
    `no such ${kind}, because a name is a string`,
  );
}

function isFunction<F>(value: unknown): value is F {
  return typeof value === "function";
}
