import { isMap, isMessageObject } from "../../representations/kinds.js";
import { CASE_PROPERTIES } from "../../representations/object/object-slots.js";
import { propertyKeys, propertyValue, setOwn } from "../../representations/own-property.js";
import { structEntries } from "../../representations/struct-json.js";

/** Makes a Value of one kind, such as `string_value`, as a library has it. */
type MakeValue = (kind: string, value: unknown) => object;

/**
 * A Struct as a message that stands for a JSON object, as the library of another Struct writes it: with properties in camel case or, with
 * `keepCase`, as in the .proto file; or with an object that names the kind.
 */
export function structLike(like: unknown, json: unknown): object {
  return structOf(json, valueLike(firstValue(like)));
}

function structOf(json: unknown, make: MakeValue): object {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of structEntries(json)) setOwn(fields, key, jsonAsValue(value, make));
  return { fields };
}

function jsonAsValue(json: unknown, make: MakeValue): object {
  if (json === null) return make("null_value", 0);
  if (Array.isArray(json)) return make("list_value", { values: json.map((item) => jsonAsValue(item, make)) });
  if (typeof json === "object") return make("struct_value", structOf(json, make));
  if (typeof json === "boolean") return make("bool_value", json);
  return typeof json === "number" ? make("number_value", json) : make("string_value", String(json));
}

/** Some Value in a Struct. */
function firstValue(struct: unknown): unknown {
  const fields = propertyValue(Object(struct), "fields");
  if (isMap(fields)) return [...fields.values()][0];
  if (Array.isArray(fields)) {
    const [entry]: readonly unknown[] = fields;
    return Array.isArray(entry) ? entry[1] : propertyValue(Object(entry), "value");
  }
  const entries: Readonly<Record<string, unknown>> = Object(fields);
  const [key = ""] = propertyKeys(entries);
  return entries[key];
}

function valueLike(value: unknown): MakeValue {
  const choice = propertyValue(Object(value), "kind");
  const names = propertyKeys(Object(isMessageObject(choice) ? choice : value));
  const nameOf = names.some((name) => name.endsWith("_value")) ? (kind: string) => kind : camelKind;
  if (!isMessageObject(choice)) return (kind, held) => ({ [nameOf(kind)]: held });
  const property = CASE_PROPERTIES.find((name) => propertyValue(choice, name) !== undefined) ?? "case";
  const isUnnamed = names.includes("value");
  return (kind, held) => ({
    kind: { [property]: nameOf(kind), [isUnnamed ? "value" : nameOf(kind)]: held },
  });
}

function camelKind(kind: string): string {
  return kind.replace("_v", "V");
}
