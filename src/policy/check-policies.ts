import { nearestName } from "../options/read-options.js";
import type { FieldShape, SetOption } from "../schema/message-shape.js";
import { isKeyText } from "../schema/names.js";
import type { SchemaSet } from "../schema/schema-set.js";
import type { CopiedMapKeyRule, CopiedPolicy } from "./copy-policies.js";
import { hasKeys, matchesField, namesKeyedField, namesTexts } from "./field-names.js";
import { makesSecret } from "./judge.js";
import { DEFAULT_FIELD_OPTIONS, type FieldPattern, type KeyPattern, PolicyError } from "./policy.js";

/**
 * Checks that every rule can match something in the schemas. The default field options and optional rules are exempt.
 *
 * @throws {PolicyError} for the first rule that cannot, with the nearest existing name.
 */
export function checkPolicies(policies: readonly CopiedPolicy[], schemas: SchemaSet): void {
  const all = new KnownFields(schemas);
  for (const { fieldOptions, fields, mapKeys, fieldDetectors, open, isOptional } of policies) {
    if (isOptional) continue;
    for (const name of fieldOptions ?? []) checkFieldOption(name, schemas, all);
    for (const pattern of fields) checkField("fields", pattern, all);
    for (const rule of mapKeys) checkMapKeys(rule, all);
    for (const { field } of fieldDetectors) checkTexts(field, all);
    for (const pattern of open) checkField("open", pattern, all);
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
  // The defaults need not match: a schema may have no secret field.
  if (DEFAULT_FIELD_OPTIONS.includes(name)) return;
  const rule = `fieldOptions: ${quoted(name)}`;
  const declaration = schemas.fieldOption(name);
  if (declaration === undefined) {
    const names = [...DEFAULT_FIELD_OPTIONS, ...schemas.fieldOptionNames()];
    throw new PolicyError(rule, "no such field option in the given schemas", nearestName(name, names));
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

/** The options of a field; none if they do not decode. The type of such a field is refused when it is compiled. */
function optionsOf(field: FieldShape): readonly SetOption[] {
  try {
    return field.options;
  } catch {
    return [];
  }
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

function checkTexts(name: string, known: KnownFields): void {
  if (known.list.some((field) => namesTexts(name, field))) return;
  const texts = known.list.filter((field) => namesTexts(field.name, field));
  throw new PolicyError(
    `fieldDetectors: ${quoted(name)}`,
    "no such field of strings in the given schemas",
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
