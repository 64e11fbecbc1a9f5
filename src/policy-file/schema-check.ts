import { nearestName } from "../options/read-options.js";
import { Mistake } from "./policy-file-error.js";
import { type JsonSchema, policySchema } from "./policy-schema.js";

/** Names and indices that lead from the file to a value in it. */
type Path = readonly (string | number)[];

/**
 * Checks a value against the JSON Schema of policy files, and copies it: objects without prototypes, with their own properties only.
 *
 * @throws {Mistake} for the first part that is wrong.
 */
export function checkedCopy(value: unknown): unknown {
  return check(value, policySchema, []);
}

function check(value: unknown, given: JsonSchema, path: Path): unknown {
  const schema = resolved(given);
  if (schema.anyOf !== undefined) return check(value, alternative(value, schema.anyOf, path), path);
  if (schema.type !== undefined && !hasType(value, schema.type))
    throw new Mistake(path, `is not ${WORDS[schema.type]}`);
  if (typeof value === "string") checkText(value, schema, path);
  if (Array.isArray(value)) return checkList(value, schema, path);
  if (isObject(value)) return checkObject(value, schema, path);
  if (typeof value === "number") checkNumber(value, schema, path);
  return value;
}

/** A part of the schema without references, and without what a program may have put on Object.prototype. */
function resolved(schema: JsonSchema): JsonSchema {
  const own: JsonSchema = Object.assign(Object.create(null), schema);
  const name = own.$ref?.replace("#/definitions/", "");
  const target = name === undefined ? undefined : policySchema.definitions?.[name];
  return target === undefined ? own : resolved(target);
}

/** The alternative for the type of a value. Of several objects, the first one that has all properties that it needs. */
function alternative(value: unknown, schemas: readonly JsonSchema[], path: Path): JsonSchema {
  const fitting = schemas.map(resolved).filter(({ type }) => type !== undefined && hasType(value, type));
  const [first] = fitting;
  if (first === undefined) {
    const kinds = new Set(schemas.map(resolved).map(({ type }) => WORDS[type ?? "object"]));
    throw new Mistake(path, `is neither ${[...kinds].join(" nor ")}`);
  }
  if (!isObject(value)) return first;
  const whole = fitting.find(({ required = [] }) => required.every((name) => Object.hasOwn(value, name)));
  if (whole !== undefined) return whole;
  checkNames(value, [...new Set(fitting.flatMap(({ properties = {} }) => Object.keys(properties)))], path);
  return first;
}

function checkText(
  value: string,
  { minLength = 0, maxLength, pattern, enum: names }: JsonSchema,
  path: Path,
): void {
  if (value.length < minLength) throw new Mistake(path, "is empty");
  if (maxLength !== undefined && value.length > maxLength)
    throw new Mistake(path, `is longer than ${maxLength} characters`);
  if (pattern !== undefined && !new RegExp(pattern).test(value))
    throw new Mistake(path, FORMS.get(pattern) ?? "has a wrong form");
  if (names !== undefined && !names.includes(value))
    throw new Mistake(path, `is none of ${names.join(", ")}`, nearestName(value, names));
}

function checkNumber(value: number, { minimum, maximum }: JsonSchema, path: Path): void {
  if (minimum !== undefined && value < minimum) throw new Mistake(path, `is less than ${minimum}`);
  if (maximum !== undefined && value > maximum) throw new Mistake(path, `is more than ${maximum}`);
}

function checkList(value: readonly unknown[], { items = {}, minItems = 0 }: JsonSchema, path: Path): unknown {
  if (value.length < minItems) throw new Mistake(path, "is empty");
  return value.map((item, index) => check(item, items, [...path, index]));
}

function checkObject(value: object, schema: JsonSchema, path: Path): unknown {
  const { properties = {}, required = [], additionalProperties, propertyNames, allOf = [] } = schema;
  const known = Object.keys(properties);
  if (additionalProperties === false) checkNames(value, known, path);
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    const place = [...path, name];
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (propertyNames !== undefined) check(name, propertyNames, place);
    copy[name] = check(inner, own ?? (additionalProperties || {}), place);
  }
  for (const name of required) if (!Object.hasOwn(copy, name)) throw new Mistake(path, `has no "${name}"`);
  for (const { not } of allOf) {
    const [one, other] = not.required;
    if (Object.hasOwn(copy, one) && Object.hasOwn(copy, other))
      throw new Mistake(path, `has both "${one}" and "${other}"`);
  }
  return copy;
}

/** Refuses properties that do not exist. */
function checkNames(value: object, known: readonly string[], path: Path): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  const others = nearest === undefined ? `; there are ${known.join(", ")}` : "";
  throw new Mistake([...path, unknown], `no such property${others}`, nearest);
}

const WORDS: Readonly<Record<NonNullable<JsonSchema["type"]>, string>> = {
  object: "a mapping",
  array: "a list",
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
};

/** What a pattern of the schema means, in words. */
const FORMS: ReadonlyMap<string, string> = new Map([
  ["^[\\w.-]+$", "is no name of letters, digits, dots, dashes and underscores"],
  ["^[imsu]*$", "is none of the flags i, m, s and u"],
  ["^(?:\\[[\\w.]+\\]|\\w+)(?:\\.(?:\\[[\\w.]+\\]|\\w+))*$", "is no path, such as rules.mask"],
]);

function hasType(value: unknown, type: NonNullable<JsonSchema["type"]>): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "number":
      return Number.isFinite(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
