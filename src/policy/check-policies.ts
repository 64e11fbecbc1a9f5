import { nearestName } from "../options/read-options.js";
import type { FieldShape } from "../schema/message-shape.js";
import { isKeyText } from "../schema/names.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { checkAbsences, checkOptionRule } from "./check-option-rules.js";
import type { CopiedMapKeyRule, CopiedPolicy } from "./copy-policies.js";
import { hasKeys, matchesField, namesJson, namesKeyedField, namesTexts } from "./field-names.js";
import { KnownFields } from "./known-fields.js";
import { type FieldPattern, type KeyPattern, PolicyError } from "./policy.js";

/**
 * Checks that the rules can match something in the schemas. The default field options and optional rules are exempt, but not from
 * naming options that exist where a field is opened because one is not set.
 *
 * @throws {PolicyError} for the first rule that cannot, with the nearest existing name. If only some rules have to match, then
 *   for the first one of them if none can.
 */
export function checkPolicies(policies: readonly CopiedPolicy[], schemas: SchemaSet): void {
  const all = new KnownFields(schemas);
  for (const policy of policies) {
    for (const rule of policy.openOptions) checkAbsences(rule, schemas);
    if (policy.mustMatch === "none") continue;
    const checks = checksOf(policy, schemas, all);
    if (policy.mustMatch === "every") for (const check of checks) check();
    else checkSome(checks);
  }
}

function checksOf(policy: CopiedPolicy, schemas: SchemaSet, all: KnownFields): readonly (() => void)[] {
  const { fieldOptions, messageOptions, fields, mapKeys, json, fieldDetectors, open, openOptions } = policy;
  return [
    ...(fieldOptions ?? []).map((rule) => () => checkOptionRule("fieldOptions", rule, schemas, all)),
    ...messageOptions.map((rule) => () => checkOptionRule("messageOptions", rule, schemas, all)),
    ...fields.map(
      ({ pattern }) =>
        () =>
          checkField("fields", pattern, all),
    ),
    ...mapKeys.map((rule) => () => checkMapKeys(rule, all)),
    ...fieldDetectors.map(
      ({ field }) =>
        () =>
          checkScalars("fieldDetectors", field, all, namesTexts, "strings"),
    ),
    ...json.map(
      ({ field }) =>
        () =>
          checkScalars("json", field, all, namesJson, "strings or bytes"),
    ),
    ...open.map((pattern) => () => checkField("open", pattern, all)),
    ...openOptions.map((rule) => () => checkOptionRule("open", rule, schemas, all)),
  ];
}

function checkSome(checks: readonly (() => void)[]): void {
  const errors: unknown[] = [];
  for (const check of checks) {
    try {
      check();
      return;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

function checkField(list: string, pattern: FieldPattern, known: KnownFields): void {
  if (known.list.some((field) => matchesField(pattern, field))) return;
  if (typeof pattern !== "string")
    throw new PolicyError(`${list}: ${String(pattern)}`, "matches no field in the given schemas");
  throw new PolicyError(
    `${list}: ${quoted(pattern)}`,
    "no such field in the given schemas",
    nearestName(pattern, known.fullNames),
  );
}

/** @param names whether a name in a rule names a field of the right type. */
function checkScalars(
  list: string,
  name: string,
  known: KnownFields,
  names: (name: string, field: FieldShape) => boolean,
  types: string,
): void {
  if (known.list.some((field) => names(name, field))) return;
  const texts = known.list.filter((field) => names(field.name, field));
  throw new PolicyError(
    `${list}: ${quoted(name)}`,
    `no such field of ${types} in the given schemas`,
    nearestName(name, namesLike(name, texts)),
  );
}

/** The names of fields to suggest: full ones for a full name. */
function namesLike(name: string, fields: readonly FieldShape[]): string[] {
  const isFull = name.includes(".");
  return fields.flatMap((field) => (isFull ? [field.fullName, ...field.otherNames] : [field.name]));
}

function checkMapKeys(rule: CopiedMapKeyRule, known: KnownFields): void {
  const text = `mapKeys: ${quoted(rule.field)}`;
  const named = known.list.filter((field) => namesKeyedField(rule.field, field));
  if (named.length > 0) {
    checkKeyTexts(text, rule.keys, named);
    return;
  }
  const names = namesLike(rule.field, known.list.filter(hasKeys));
  throw new PolicyError(text, "no such map in the given schemas", nearestName(rule.field, names));
}

/** Refuses a key that would never match: `"007"` in a map of integers, where the key is `7`. */
function checkKeyTexts(rule: string, keys: readonly KeyPattern[], fields: readonly FieldShape[]): void {
  const types = fields.map(({ cardinality }) => (cardinality.kind === "map" ? cardinality.key : "string"));
  const texts = keys.filter((key) => typeof key === "string");
  const wrong = texts.find((key) => !types.some((keyType) => isKeyText(keyType, key)));
  if (wrong !== undefined)
    throw new PolicyError(rule, `no key can be ${quoted(wrong)} in a map of ${types[0]}`);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
