import type { Action, ClassActions, OptionRule, Policy, PolicyRules } from "protosanitizer";
import { DEFAULT_FIELD_OPTIONS, jwt } from "protosanitizer";
import { csiPolicy } from "protosanitizer/csi";
import { DIALECTS } from "./dialect-names.js";

/** A policy, as this page edits it: plain data, which goes into links. */
export interface PolicyState {
  /** The policy of `protosanitizer/csi`. */
  readonly csi: boolean;
  /** The detector of JSON Web Tokens. */
  readonly jwt: boolean;
  /** Hides every field that no rule names. */
  readonly denyUnlisted: boolean;
  /** Names of {@link DIALECTS}. */
  readonly dialects: readonly string[];
  /** Options that make a field secret, beside the default ones. */
  readonly options: readonly MarkedOption[];
  readonly fields: readonly ClassifiedField[];
  readonly mapKeys: readonly SecretKey[];
  /** Secret keys of fields of strings or bytes that hold JSON. */
  readonly json: readonly SecretKey[];
  /** Fields that a reviewer found harmless. */
  readonly open: readonly string[];
  /** What becomes of the class `pii`. */
  readonly pii: PiiAction;
  /** What the audience `support` sees of it. Undefined: the same. */
  readonly support: PiiAction | undefined;
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
export type PiiAction = "strip" | "omit" | "size" | "last 4" | "pseudonym" | "show";
export const PII_ACTIONS: readonly PiiAction[] = ["strip", "omit", "size", "last 4", "pseudonym", "show"];

export const EMPTY_POLICY: PolicyState = {
  csi: false,
  jwt: false,
  denyUnlisted: false,
  dialects: [],
  options: [],
  fields: [],
  mapKeys: [],
  json: [],
  open: [],
  pii: "last 4",
  support: undefined,
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
    json: policy.json.filter((rule) => rule.field !== field),
    open: policy.open.filter((name) => name !== field),
  };
}

/**
 * Makes the values under a key secret.
 *
 * @param where the key is one of a map, or of the JSON in a field.
 */
export function addSecretKey(
  policy: PolicyState,
  rule: SecretKey,
  where: "mapKeys" | "json" = "mapKeys",
): PolicyState {
  const text = JSON.stringify(rule);
  const others = policy[where].filter((other) => JSON.stringify(other) !== text);
  return {
    ...policy,
    [where]: [...others, rule],
    // An open map would be shown in spite of default deny, but its keys are still judged.
    open: policy.open.filter((name) => name !== rule.field),
  };
}

/** How many rules the policy has. */
export function ruleCount(policy: PolicyState): number {
  const { csi, dialects, options, fields, mapKeys, json, open, denyUnlisted } = policy;
  const flags = [csi, policy.jwt, denyUnlisted].filter(Boolean).length;
  return [dialects, options, fields, mapKeys, json, open].reduce((sum, list) => sum + list.length, flags);
}

/** The rules of a policy, as the library takes them. */
export function policyOf(policy: PolicyState): readonly Policy[] {
  return [...(policy.csi ? [csiPolicy()] : []), ...chosenDialects(policy), ownRules(policy)];
}

/** What becomes of the classes. A class that no rule has would be refused. */
export function classesOf(policy: PolicyState): ClassActions {
  return usesPii(policy) ? { pii: actionOf(policy.pii) } : {};
}

/** What other audiences see. */
export function audiencesOf(policy: PolicyState): Readonly<Record<string, ClassActions>> {
  const { support } = policy;
  return usesPii(policy) && support !== undefined ? { support: { pii: actionOf(support) } } : {};
}

/** Whether a value of a class is shown by its pseudonym to anybody. */
export function usesPseudonyms(policy: PolicyState): boolean {
  return usesPii(policy) && [policy.pii, policy.support].includes("pseudonym");
}

/** Whether a rule has the class `pii`. */
export function usesPii(policy: PolicyState): boolean {
  const ofDialect = (rules: Policy): boolean => JSON.stringify(rules).includes('"class":"pii"');
  return policy.fields.some((rule) => rule.class === "pii") || chosenDialects(policy).some(ofDialect);
}

function actionOf(action: PiiAction): Action {
  return action === "last 4" ? { last: 4 } : action;
}

function chosenDialects({ dialects }: PolicyState): readonly Policy[] {
  return DIALECTS.flatMap(({ name, policy }) => (dialects.includes(name) ? [policy] : []));
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
  const { options, fields, mapKeys, json, open } = policy;
  const keyed = (rules: readonly SecretKey[]) =>
    keysByField(rules).map(([field, keys]) => ({ field, keys: keys.map(keyPattern) }));
  const fieldOptions: OptionRule[] = [...DEFAULT_FIELD_OPTIONS, ...options.map(optionRule)];
  const rules: PolicyRules = {
    ...(options.length > 0 ? { fieldOptions } : {}),
    ...(fields.length > 0 ? { fields: fields.map(fieldRule) } : {}),
    ...(mapKeys.length > 0 ? { mapKeys: keyed(mapKeys) } : {}),
    ...(json.length > 0 ? { json: keyed(json) } : {}),
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
