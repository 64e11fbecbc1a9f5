import type { MessagePlan } from "../plan/compiled.js";
import type { MessageLayout } from "./layout.js";
import { plainMapForm } from "./map-form.js";
import { isPlainMap, plainMaps } from "./plain-maps.js";
import type { MessageReader, Reader } from "./reader.js";

/**
 * Reader of `google.protobuf.Struct`, `Value` and `ListValue` where they are represented by the JSON that they stand
 * for: an object for a Struct, an array for a ListValue.
 */
export const jsonStructReader: Reader = {
  bind(plan: MessagePlan): MessageReader {
    return {
      accepts: ACCEPTS.get(plan.typeName) ?? (() => false),
      value: (field) => VALUES.get(field.name) ?? (() => undefined),
      maps: plainMaps,
      neutral: () => undefined,
      messagesIn: () => jsonStructReader,
      layout: () => jsonStructLayout(plan),
    };
  },
};

const isObject: (json: unknown) => boolean = isPlainMap;

const ACCEPTS: ReadonlyMap<string, (json: unknown) => boolean> = new Map([
  ["google.protobuf.Struct", isObject],
  [
    "google.protobuf.Value",
    (json) => json === null || typeof json !== "object" || Array.isArray(json) || isObject(json),
  ],
  ["google.protobuf.ListValue", Array.isArray],
]);

/** Values by field name: the names of all three types differ. */
const VALUES: ReadonlyMap<string, (json: unknown) => unknown> = new Map([
  ["fields", (json: unknown) => json],
  ["values", (json: unknown) => json],
  ["null_value", (json: unknown) => (json === null ? 0 : undefined)],
  ["number_value", (json: unknown) => (typeof json === "number" ? json : undefined)],
  ["string_value", (json: unknown) => (typeof json === "string" ? json : undefined)],
  ["bool_value", (json: unknown) => (typeof json === "boolean" ? json : undefined)],
  ["struct_value", (json: unknown) => (isObject(json) ? json : undefined)],
  ["list_value", (json: unknown) => (Array.isArray(json) ? json : undefined)],
]);

/** Which field a JSON value stands for is a matter of its kind. */
function jsonStructLayout(plan: MessagePlan): MessageLayout {
  const accepts = ACCEPTS.get(plan.typeName) ?? (() => false);
  return {
    forms: plan.fields.map(({ field }) => {
      const value = VALUES.get(field.name) ?? (() => undefined);
      return {
        kind: "stand-in",
        field,
        reader: jsonStructReader,
        fits: (json) => accepts(json) && value(json) !== undefined,
        isSet: () => true,
      };
    }),
    mapForm: () => plainMapForm,
  };
}
