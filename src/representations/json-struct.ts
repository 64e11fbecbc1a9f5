import type { FieldPlan, MessagePlan } from "../plan/compiled.js";
import type { FieldShape } from "../schema/message-shape.js";
import { isPlainMap, plainMapSlot, plainMaps } from "./plain-maps.js";
import type { MessageAccess, Representation, StandInForm } from "./representation.js";

/**
 * `google.protobuf.Struct`, `Value` and `ListValue`, represented by the JSON that they stand for: an object for a Struct, an
 * array for a ListValue.
 */
export const jsonStruct: Representation = { bind: bindJsonStruct };

function bindJsonStruct(plan: MessagePlan): MessageAccess {
  return {
    accepts: (json) => isJsonOf(plan.typeName, json),
    value: jsonValue,
    maps: plainMaps,
    neutral: () => undefined,
    messagesIn: () => jsonStruct,
    forms: jsonForms(plan),
  };
}

/** Whether a value is JSON that stands for a message of one of the three types. */
export function isJsonOf(typeName: string, json: unknown): boolean {
  switch (typeName) {
    case "google.protobuf.Struct":
      return isPlainMap(json);
    case "google.protobuf.ListValue":
      return Array.isArray(json);
    default:
      return json === null || typeof json !== "object" || Array.isArray(json) || isPlainMap(json);
  }
}

/** Makes the getter of a field of one of the three types, whose names all differ. The kind of the JSON value decides. */
export function jsonValue(field: FieldShape): (json: unknown) => unknown {
  return VALUES.get(field.name) ?? (() => undefined);
}

const VALUES: ReadonlyMap<string, (json: unknown) => unknown> = new Map([
  ["fields", (json: unknown) => json],
  ["values", (json: unknown) => json],
  ["null_value", (json: unknown) => (json === null ? 0 : undefined)],
  ["number_value", (json: unknown) => (typeof json === "number" ? json : undefined)],
  ["string_value", (json: unknown) => (typeof json === "string" ? json : undefined)],
  ["bool_value", (json: unknown) => (typeof json === "boolean" ? json : undefined)],
  ["struct_value", (json: unknown) => (isPlainMap(json) ? json : undefined)],
  ["list_value", (json: unknown) => (Array.isArray(json) ? json : undefined)],
]);

/** The forms of JSON: a value of one field stands for the message. */
export function jsonForms({ typeName, fields }: MessagePlan): readonly StandInForm[] {
  return fields.map((field: FieldPlan) => {
    const value = jsonValue(field.field);
    return {
      kind: "stand-in",
      field,
      inside: jsonStruct,
      fits: (json) => isJsonOf(typeName, json) && value(json) !== undefined,
      value,
      map: plainMapSlot,
    };
  });
}
