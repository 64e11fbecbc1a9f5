import { type DescExtension, type DescField, getExtension, isMessage } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { FeatureSetSchema, FieldOptionsSchema } from "@bufbuild/protobuf/wkt";
import type { ExtensionLookup } from "../../src/schema/protobuf-es-option-types.js";
import type { OptionValue, SetOption } from "../../src/schema/set-option.js";

/** The standard options that do not count, all but two: no value of theirs can make a field secret. */
export const IDLE_OPTIONS: ReadonlySet<string> = new Set(
  [FieldOptionsSchema, FeatureSetSchema]
    .flatMap((type) => type.fields.map(({ name }) => name))
    .filter((name) => !["debug_redact", "features"].includes(name)),
);

/** The set options of a message by `reflect` and `getExtension`: slowly, and as the reflection API has them. */
export function referenceOptions(message: ReflectMessage, lookup: ExtensionLookup): SetOption[] {
  const own = message.fields
    .filter((field) => message.isSet(field) && !IDLE_OPTIONS.has(field.name))
    .map((field) => ({ name: field.name, values: referenceValues(field, message.get(field), lookup) }));
  const numbers = new Set((message.getUnknown() ?? []).map(({ no }) => no));
  const custom = [...numbers].flatMap((number) =>
    (lookup.get(message.desc.typeName)?.get(number) ?? []).map((option) => ({
      name: option.typeName,
      values: referenceValues(option, getExtension(message.message, option), lookup),
    })),
  );
  return [...own, ...custom];
}

function referenceValues(
  field: DescField | DescExtension,
  value: unknown,
  lookup: ExtensionLookup,
): OptionValue[] {
  if (field.fieldKind === "map") {
    // The value of a map field is a map of the reflection API.
    return [...(value as ReadonlyMap<unknown, unknown>)].map(([key, one]) => ({
      kind: "message",
      options: [
        { name: "key", values: [{ kind: "text", value: String(key) }] },
        { name: "value", values: [referenceValue(field, one, lookup)] },
      ],
      zeros: [],
    }));
  }
  // An object with a method `values` is a list of the reflection API.
  const all =
    Array.isArray(value) || field.fieldKind === "list"
      ? [...(value as ReadonlyMap<unknown, unknown>).values()]
      : [value];
  return all.map((one) => referenceValue(field, one, lookup));
}

function referenceValue(
  field: DescField | DescExtension,
  value: unknown,
  lookup: ExtensionLookup,
): OptionValue {
  if (field.enum !== undefined) {
    const same = field.enum.values.filter(({ number }) => number === value);
    const debugRedact = same.some(({ proto }) => proto.options?.debugRedact === true);
    return { kind: "enum", number: Number(value), names: same.map(({ name }) => name), debugRedact };
  }
  if (field.message === undefined) {
    if (typeof value === "boolean") return { kind: "bool", value };
    if (value instanceof Uint8Array) return { kind: "bytes", value };
    if (typeof value === "number" || typeof value === "bigint") return { kind: "number", value };
    return { kind: "text", value: String(value) };
  }
  if (/^google\.protobuf\.(\w+Value|Struct|Value)$/.test(field.message.typeName))
    return { kind: "lost", mayBeMarked: false };
  const message = isMessage(value) ? reflect(field.message, value) : (value as ReflectMessage);
  return {
    kind: "message",
    options: referenceOptions(message, lookup),
    zeros: referenceZeros(message, lookup),
  };
}

/** The members of proto3 that are not set. */
function referenceZeros(message: ReflectMessage, lookup: ExtensionLookup): SetOption[] {
  return message.fields
    .filter((field) => field.presence === 2 && field.fieldKind !== "list" && field.fieldKind !== "map")
    .filter((field) => !message.isSet(field))
    .map((field) => ({ name: field.name, values: referenceValues(field, message.get(field), lookup) }));
}
