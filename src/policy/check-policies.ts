import { closest, distance } from "fastest-levenshtein";
import { isKeyText } from "../schema/key-text.js";
import type { FieldShape, SetOption } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { hasKeys, makesSecret, namesKeyedField } from "./judge.js";
import { DEFAULT_FIELD_OPTIONS, type KeyPattern, type MapKeyRule, type Policy } from "./policy.js";
import { PolicyError } from "./policy-error.js";

/**
 * Checks that every rule that was given can match something in the schemas.
 *
 * @throws {PolicyError} for the first rule that cannot, with the nearest existing name.
 */
export function checkPolicies(policies: readonly Policy[], schemas: SchemaSet): void {
  const all = new KnownFields(schemas);
  for (const policy of policies) {
    checkLists(policy);
    for (const name of policy.fieldOptions ?? []) checkFieldOption(name, schemas, all);
    for (const name of policy.fields ?? []) checkField(name, all);
    for (const rule of policy.mapKeys ?? []) checkMapKeys(rule, all);
    for (const [index, detector] of (policy.detectors ?? []).entries()) {
      if (typeof detector !== "function") throw new PolicyError(`detectors[${index}]`, "is not a function");
    }
  }
}

const LISTS: readonly (keyof Policy)[] = ["fieldOptions", "fields", "mapKeys", "detectors"];

/** A misspelt list of rules would be no rules at all. */
function checkLists(policy: Policy): void {
  if (typeof policy !== "object" || policy === null) throw new PolicyError("policy", "is not an object");
  for (const [name, list] of Object.entries(policy)) {
    if (!LISTS.some((one) => one === name))
      throw new PolicyError(name, "no such list of rules", nearest(name, LISTS));
    if (list !== undefined && !Array.isArray(list)) throw new PolicyError(name, "is not a list");
  }
}

/** The fields of all types, read once and only if a rule asks for them. */
class KnownFields {
  readonly #schemas: SchemaSet;
  #fields: readonly FieldShape[] | undefined;

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
  }

  get list(): readonly FieldShape[] {
    this.#fields ??= [...this.#schemas.messages()].flatMap((message) => message.fields);
    return this.#fields;
  }

  get fullNames(): string[] {
    return this.list.flatMap((field) => [field.fullName, ...field.otherNames]);
  }
}

function checkFieldOption(name: string, schemas: SchemaSet, known: KnownFields): void {
  // The defaults are right by definition, also where a schema has no use for them.
  if (DEFAULT_FIELD_OPTIONS.includes(name)) return;
  const rule = `fieldOptions: ${quoted(name)}`;
  const declaration = schemas.fieldOption(name);
  if (declaration === undefined) {
    const names = [...DEFAULT_FIELD_OPTIONS, ...schemas.fieldOptionNames()];
    throw new PolicyError(rule, "no such field option in the given schemas", nearest(name, names));
  }
  if (declaration.carries === "nothing") {
    throw new PolicyError(
      rule,
      "is neither a bool nor an enum or message that can carry a value marked debug_redact",
    );
  }
  const counted = new Set([name]);
  if (!known.list.some((field) => optionsOf(field).some((option) => makesSecret(option, counted)))) {
    throw new PolicyError(rule, "makes no field of the given schemas secret");
  }
}

/** Options that do not decode cannot be what a rule is meant for; their type is refused when it is compiled. */
function optionsOf(field: FieldShape): readonly SetOption[] {
  try {
    return field.options;
  } catch {
    return [];
  }
}

function checkField(name: string, known: KnownFields): void {
  const names = known.fullNames;
  if (!names.includes(name)) {
    throw new PolicyError(
      `fields: ${quoted(name)}`,
      "no such field in the given schemas",
      nearest(name, names),
    );
  }
}

const MAP_KEY_PROPERTIES: readonly (keyof MapKeyRule)[] = ["field", "keys", "describe"];

function checkMapKeys(rule: MapKeyRule, known: KnownFields): void {
  if (typeof rule !== "object" || rule === null) throw new PolicyError("mapKeys", "a rule is not an object");
  const text = `mapKeys: ${quoted(rule.field)}`;
  const unknown = Object.keys(rule).find((name) => !MAP_KEY_PROPERTIES.some((one) => one === name));
  if (unknown !== undefined) {
    throw new PolicyError(text, `a rule has no ${quoted(unknown)}`, nearest(unknown, MAP_KEY_PROPERTIES));
  }
  if (typeof rule.field !== "string") throw new PolicyError(text, "has no field");
  if (!Array.isArray(rule.keys) || rule.keys.length === 0)
    throw new PolicyError(text, "has no keys to match");
  for (const key of rule.keys) {
    if (typeof key !== "string" && !(key instanceof RegExp) && typeof key !== "function") {
      throw new PolicyError(text, "a key must be a string, a RegExp or a function of the key");
    }
  }
  if (rule.describe !== undefined && typeof rule.describe !== "function")
    throw new PolicyError(text, "describe is not a function");
  const named = known.list.filter((field) => namesKeyedField(rule.field, field));
  if (named.length > 0) {
    checkKeyTexts(text, rule.keys, named);
    return;
  }
  const isFull = String(rule.field).includes(".");
  const maps = known.list.filter(hasKeys);
  const names = maps.flatMap((field) => (isFull ? [field.fullName, ...field.otherNames] : [field.name]));
  throw new PolicyError(text, "no such map in the given schemas", nearest(rule.field, names));
}

/** A key that no map of the rule can have would never match: `"007"` in a map of integers, whose keys are `7`. */
function checkKeyTexts(rule: string, keys: readonly KeyPattern[], fields: readonly FieldShape[]): void {
  const types = fields.map(({ cardinality }) => (cardinality.kind === "map" ? cardinality.key : "string"));
  const wrong = keys.find(
    (key) => typeof key === "string" && !types.some((keyType) => isKeyText(keyType, key)),
  );
  if (wrong !== undefined)
    throw new PolicyError(rule, `no key can be ${quoted(wrong)} in a map of ${types[0]}`);
}

/** The name that was most likely meant: the one that ends in it, if there is only one such, or the most similar one. */
function nearest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const simple = String(name).slice(String(name).lastIndexOf(".") + 1);
  const endings = new Set(names.filter((one) => one === simple || one.endsWith(`.${simple}`)));
  const [ending] = endings;
  if (endings.size === 1) return ending;
  const best = closest(String(name), names);
  // Farther than half of the name is no likeness.
  return distance(String(name), best) <= best.length / 2 ? best : undefined;
}

function quoted(name: unknown): string {
  return JSON.stringify(String(name));
}
