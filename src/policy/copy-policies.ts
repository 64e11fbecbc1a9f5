import { type OptionNames, readOptions } from "../options/read-options.js";
import { copyPattern, patternProblem } from "./key-matcher.js";
import {
  type Detector,
  type FieldDetectorRule,
  type FieldPattern,
  type KeyPattern,
  type MapKeyRule,
  type Policy,
  PolicyError,
  type ValueDescriber,
} from "./policy.js";

/** A deep copy of a policy. Later changes by the caller do not affect it. */
export interface CopiedPolicy {
  /** Undefined if the policy does not state them. Then the default field options count. */
  readonly fieldOptions: readonly string[] | undefined;
  readonly fields: readonly FieldPattern[];
  readonly mapKeys: readonly CopiedMapKeyRule[];
  readonly detectors: readonly Detector[];
  readonly fieldDetectors: readonly FieldDetectorRule[];
  readonly open: readonly FieldPattern[];
  /** Whether the rules may match nothing. */
  readonly isOptional: boolean;
}

/** A deep copy of a rule for map keys. */
export interface CopiedMapKeyRule {
  readonly field: string;
  readonly keys: readonly KeyPattern[];
  readonly describe: ValueDescriber | undefined;
}

const LISTS: OptionNames<Omit<Policy, "optional">> = {
  fieldOptions: true,
  fields: true,
  mapKeys: true,
  detectors: true,
  fieldDetectors: true,
  open: true,
};
const PARTS: OptionNames<Policy> = { ...LISTS, optional: true };
const FIELD_DETECTORS: OptionNames<FieldDetectorRule> = { field: true, detectors: true };
const MAP_KEY_RULE: OptionNames<MapKeyRule> = { field: true, keys: true, describe: true };

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
    const own = copyPolicy(parts, false);
    if (parts.optional === undefined) return own;
    const more = copyPolicy(readPolicy("optional", parts.optional, LISTS), true);
    return [own, { ...more, fieldOptions: more.fieldOptions ?? [] }];
  });
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

function copyPolicy(lists: Omit<Policy, "optional">, isOptional: boolean): CopiedPolicy {
  return {
    isOptional,
    fieldOptions:
      lists.fieldOptions === undefined
        ? undefined
        : names("fieldOptions", "field option", lists.fieldOptions),
    fields: fieldPatterns("fields", lists.fields),
    mapKeys: listOf("mapKeys", lists.mapKeys).map(copyMapKeyRule),
    detectors: copyDetectors("detectors", lists.detectors),
    fieldDetectors: listOf("fieldDetectors", lists.fieldDetectors).map(copyFieldDetectors),
    open: fieldPatterns("open", lists.open),
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

/** A rule of a list, as an object without a prototype. */
function readRule<T extends object>(
  list: string,
  index: number,
  given: unknown,
  names: OptionNames<T>,
): Readonly<T> {
  const place = `${list}[${index}]`;
  return readOptions(place, (given ?? null) as T, names, {
    noun: "property of a rule",
    error: (name, problem, suggestion) =>
      name === undefined
        ? new PolicyError(list, `rule ${index} is ${problem}`)
        : new PolicyError(place, `${JSON.stringify(name)} is ${problem}`, suggestion),
  });
}

function copyMapKeyRule(given: unknown, index: number): CopiedMapKeyRule {
  const place = `mapKeys[${index}]`;
  const rule = readRule("mapKeys", index, given, MAP_KEY_RULE);
  if (typeof rule.field !== "string") throw new PolicyError(place, "has no field");
  const text = `mapKeys: ${JSON.stringify(rule.field)}`;
  const keys: readonly unknown[] = isList(rule.keys) ? itemsOf(rule.keys) : [];
  if (keys.length === 0) throw new PolicyError(text, "has no keys to match");
  const { describe } = rule;
  if (describe !== undefined && typeof describe !== "function")
    throw new PolicyError(text, "describe is not a function");
  return { field: rule.field, keys: keys.map((key) => copyKeyPattern(text, key)), describe };
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

function fieldPatterns(list: string, given: unknown): readonly FieldPattern[] {
  return listOf(list, given).map((one) =>
    one instanceof RegExp ? copyRegExp(list, one) : nameOf(list, "field", one),
  );
}

function names(list: string, kind: string, given: unknown): readonly string[] {
  return listOf(list, given).map((one) => nameOf(list, kind, one));
}

function nameOf(list: string, kind: string, name: unknown): string {
  if (typeof name === "string") return name;
  throw new PolicyError(
    `${list}: ${JSON.stringify(shown(name))}`,
    `no such ${kind}, because a name is a string`,
  );
}

/** A wrong value in a list of names, as text for an error. The value may be an object with a `toString` that throws. */
function shown(value: unknown): string {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject ? Object.prototype.toString.call(value) : String(value);
}

/** A copy of a list of rules; empty if there is none. */
function listOf(name: string, given: unknown): readonly unknown[] {
  if (given === undefined) return [];
  if (!isList(given)) throw new PolicyError(name, "is not a list");
  return itemsOf(given);
}

/** The items of a list, read by index: the list may have holes, or its own iterator or `map`. */
function itemsOf(list: readonly unknown[]): readonly unknown[] {
  return Array.from({ length: list.length }, (_, index) =>
    Object.hasOwn(list, index) ? list[index] : undefined,
  );
}

/** `Array.isArray`, without its type `any[]`. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isFunction<F>(value: unknown): value is F {
  return typeof value === "function";
}
