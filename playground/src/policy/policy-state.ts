import type { ClassActions, OptionRule, Policy, PolicyRules } from "protosanitizer";
import { DEFAULT_FIELD_OPTIONS, jwt } from "protosanitizer";
import { csiPolicy } from "protosanitizer/csi";

/** A policy, as this page edits it: plain data, which goes into links. */
export interface PolicyState {
  /** The policy of `protosanitizer/csi`. */
  readonly csi: boolean;
  /** The detector of JSON Web Tokens. */
  readonly jwt: boolean;
  /** Hides every field that no rule names. */
  readonly denyUnlisted: boolean;
  /** Options that make a field secret, beside the default ones. */
  readonly options: readonly MarkedOption[];
  readonly fields: readonly ClassifiedField[];
  readonly mapKeys: readonly SecretKey[];
  /** Fields that a reviewer found harmless. */
  readonly open: readonly string[];
  /** What becomes of the class `pii`. */
  readonly pii: PiiAction;
}

/** An option, and the values of it that count. Without values, it counts if it is true. */
export interface MarkedOption {
  readonly option: string;
  readonly is?: readonly string[];
}

export interface ClassifiedField {
  readonly field: string;
  readonly class: FieldClass;
}

/** A key of a map, or the source of a pattern for keys. */
export interface SecretKey {
  readonly field: string;
  readonly key?: string;
  readonly pattern?: string;
}

export type FieldClass = "secret" | "pii";
export type PiiAction = "strip" | "omit" | "size" | "last 4" | "show";
export const PII_ACTIONS: readonly PiiAction[] = ["strip", "omit", "size", "last 4", "show"];

export const EMPTY_POLICY: PolicyState = {
  csi: false,
  jwt: false,
  denyUnlisted: false,
  options: [],
  fields: [],
  mapKeys: [],
  open: [],
  pii: "last 4",
};

/** Puts a field into a class, and takes it off the list of harmless fields. */
export function classify(policy: PolicyState, field: string, fieldClass: FieldClass): PolicyState {
  return {
    ...policy,
    fields: [...policy.fields.filter((rule) => rule.field !== field), { field, class: fieldClass }],
    open: policy.open.filter((name) => name !== field),
  };
}

/** Lists a field as harmless, and drops the rules that name it. */
export function declareOpen(policy: PolicyState, field: string): PolicyState {
  const cleared = declassify(policy, field);
  return { ...cleared, open: [...cleared.open, field] };
}

/** Drops the rules of this policy that name a field. */
export function declassify(policy: PolicyState, field: string): PolicyState {
  return {
    ...policy,
    fields: policy.fields.filter((rule) => rule.field !== field),
    mapKeys: policy.mapKeys.filter((rule) => rule.field !== field),
    open: policy.open.filter((name) => name !== field),
  };
}

/** Makes the values under a key secret. */
export function addSecretKey(policy: PolicyState, rule: SecretKey): PolicyState {
  const text = JSON.stringify(rule);
  const others = policy.mapKeys.filter((other) => JSON.stringify(other) !== text);
  return {
    ...policy,
    mapKeys: [...others, rule],
    // An open map would be shown in spite of default deny, but its keys are still judged.
    open: policy.open.filter((name) => name !== rule.field),
  };
}

/** How many rules the policy has. */
export function ruleCount(policy: PolicyState): number {
  const { csi, options, fields, mapKeys, open, denyUnlisted } = policy;
  const flags = [csi, policy.jwt, denyUnlisted].filter(Boolean).length;
  return flags + options.length + fields.length + mapKeys.length + open.length;
}

/** The rules of a policy, as the library takes them. */
export function policyOf(policy: PolicyState): readonly Policy[] {
  return policy.csi ? [csiPolicy(), ownRules(policy)] : [ownRules(policy)];
}

/** What becomes of the classes. A class that no rule has would be refused. */
export function classesOf({ fields, pii }: PolicyState): ClassActions {
  if (!fields.some((rule) => rule.class === "pii")) return {};
  return { pii: pii === "last 4" ? { last: 4 } : pii };
}

/** The rules for keys, put together by field. */
export function keysByField(
  rules: readonly SecretKey[],
): readonly (readonly [field: string, keys: SecretKey[]])[] {
  const byField = new Map<string, SecretKey[]>();
  for (const rule of rules) byField.set(rule.field, [...(byField.get(rule.field) ?? []), rule]);
  return [...byField];
}

function ownRules(policy: PolicyState): Policy {
  const { options, fields, mapKeys, open } = policy;
  const fieldOptions: OptionRule[] = [...DEFAULT_FIELD_OPTIONS, ...options.map(optionRule)];
  const rules: PolicyRules = {
    ...(options.length > 0 ? { fieldOptions } : {}),
    ...(fields.length > 0 ? { fields: fields.map(fieldRule) } : {}),
    ...(mapKeys.length > 0
      ? { mapKeys: keysByField(mapKeys).map(([field, keys]) => ({ field, keys: keys.map(keyPattern) })) }
      : {}),
    ...(policy.jwt && !policy.csi ? { detectors: [jwt] } : {}),
    ...(open.length > 0 ? { open } : {}),
  };
  return policy.denyUnlisted ? { ...rules, unlisted: { class: "secret", marker: "unreviewed" } } : rules;
}

function optionRule({ option, is }: MarkedOption): OptionRule {
  return is === undefined ? option : { option, is };
}

function fieldRule({ field, class: fieldClass }: ClassifiedField): string | { field: string; class: string } {
  return fieldClass === "secret" ? field : { field, class: fieldClass };
}

function keyPattern({ key, pattern }: SecretKey): string | RegExp {
  return pattern === undefined ? (key ?? "") : new RegExp(pattern, "i");
}
