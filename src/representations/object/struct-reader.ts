import type { MessagePlan } from "../../plan/compiled.js";
import { jsonStructReader } from "../json-struct.js";
import type { MessageForm } from "../layout.js";
import { propertyNames } from "../property-name.js";
import type { MessageReader, Reader } from "../reader.js";
import { isMessageObject, type MessageObject, ownValue } from "./message-object.js";
import { objectMapForm } from "./object-map-form.js";
import { bindObject } from "./object-reader.js";
import { CASE_PROPERTIES } from "./oneof-member.js";

/**
 * Reader of Struct, Value and ListValue as messages (protobufjs, proto-loader) or as the JSON that they stand for
 * (ts-proto, ProtoJSON). An object that can be read as the message is. That is decided once for all that a JSON value
 * holds: inside JSON a key such as `stringValue` is a key.
 */
export const structReader: Reader = {
  bind(plan) {
    const object = bindObject(plan);
    const json = jsonStructReader.bind(plan);
    const isMessage = MESSAGE_FORMS.get(plan.typeName) ?? (() => true);
    return {
      ...object,
      accepts: (value) => value instanceof Json || json.accepts(value) || object.accepts(value),
      value(field) {
        const getOwn = object.value(field);
        const getJson = json.value(field);
        const mark = MARKS.get(field.name) ?? ((inner: unknown) => inner);
        return (value) => {
          if (value instanceof Json) return mark(getJson(value.value));
          return isMessageObject(value) && isMessage(value) ? getOwn(value) : mark(getJson(value));
        };
      },
      messagesIn: () => structReader,
      layout: () => ({
        forms: structForms(plan, object, json, isMessage),
        mapForm: objectMapForm,
      }),
    };
  },
};

/** Forms in the order in which they are told apart: a message that is empty looks like no other form. */
function structForms(
  { typeName }: MessagePlan,
  object: MessageReader,
  json: MessageReader,
  isMessage: (object: MessageObject) => boolean,
): readonly MessageForm[] {
  const messageForms = (object.layout?.().forms ?? []).map((form) => ({
    ...form,
    ...(typeName === "google.protobuf.Value" && { textProperties }),
  }));
  const fits = (value: unknown): boolean => isMessageObject(value) && isMessage(value);
  return [
    ...messageForms.map((form) => ({ ...form, fits })),
    ...(json.layout?.().forms ?? []),
    ...messageForms.map((form) => ({ ...form, fits: isMessageObject })),
  ];
}

/** An object or array inside JSON. One and the same for the same value, so that a value inside itself is found. */
class Json {
  readonly value: object;

  constructor(value: object) {
    this.value = value;
  }
}

const marked = new WeakMap<object, Json>();

/** Marks a value as standing inside JSON; scalars speak for themselves. */
function insideJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const mark = marked.get(value) ?? new Json(value);
  marked.set(value, mark);
  return mark;
}

/** How what a JSON value holds is marked, by the field in which it is held. */
const MARKS: ReadonlyMap<string, (inner: unknown) => unknown> = new Map([
  ["struct_value", insideJson],
  ["list_value", insideJson],
  ["values", (items: unknown) => (Array.isArray(items) ? items.map(insideJson) : items)],
  [
    "fields",
    (fields: unknown) =>
      isMessageObject(fields)
        ? new Map(Object.entries(fields).map(([key, value]) => [key, insideJson(value)]))
        : fields,
  ],
]);

const KINDS: readonly (readonly string[])[] = ["null", "number", "string", "bool", "struct", "list"].map(
  (kind) => propertyNames(`${kind}_value`, []),
);

const MESSAGE_FORMS: ReadonlyMap<string, (object: MessageObject) => boolean> = new Map([
  ["google.protobuf.Struct", isStruct],
  ["google.protobuf.Value", isValue],
  // As JSON it is an array.
  ["google.protobuf.ListValue", () => true],
]);

/** Properties that say the type of a message, also of one in an Any that is opened. */
function isTypeProperty(name: string): boolean {
  return name.startsWith("$") || name === "@type";
}

function isStruct(object: MessageObject): boolean {
  const fields = ownValue(object, "fields");
  if (Object.keys(object).some((key) => key !== "fields" && !isTypeProperty(key))) return false;
  const values = valuesOf(fields);
  return values?.every((value) => isMessageObject(value) && isValue(value)) ?? false;
}

/** The values of a map in any of its forms; undefined if it is none. */
function valuesOf(map: unknown): readonly unknown[] | undefined {
  if (map instanceof Map) return [...map.values()];
  if (Array.isArray(map))
    return map.map((entry: unknown) => (Array.isArray(entry) ? entry[1] : entryValue(entry)));
  return isMessageObject(map) ? Object.values(map) : undefined;
}

function entryValue(entry: unknown): unknown {
  return isMessageObject(entry) ? ownValue(entry, "value") : undefined;
}

/** One kind is set, and nothing else stands there but what says which. */
function isValue(object: MessageObject): boolean {
  const choice = ownValue(object, "kind");
  if (isMessageObject(choice)) return true;
  const keys = Object.keys(object).filter((key) => key !== "kind" && !isTypeProperty(key));
  return keys.length > 0 && keys.every((key) => KINDS.some((names) => names.includes(key)));
}

/** The properties with which a Value holds a text, in the way in which another one holds something. */
function textProperties(like: unknown, text: string): Readonly<Record<string, unknown>> {
  const choice = isMessageObject(like) ? ownValue(like, "kind") : undefined;
  const names = Object.keys(Object(isMessageObject(choice) ? choice : like));
  const member = names.some((name) => name.endsWith("_value")) ? "string_value" : "stringValue";
  if (!isMessageObject(choice)) {
    return { [member]: text, ...(typeof choice === "string" && { kind: member }) };
  }
  const caseProperty = CASE_PROPERTIES.find((name) => Object.hasOwn(choice, name)) ?? "case";
  const isUnnamed = Object.hasOwn(choice, "value");
  return { kind: { [caseProperty]: member, [isUnnamed ? "value" : member]: text } };
}
