import { type DescField, type DescMessage, type Message, ScalarType } from "@bufbuild/protobuf";
import type { ReflectMessage } from "@bufbuild/protobuf/reflect";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { registry } from "../properties/subjects.js";
import { scalarsIn, someMessage } from "./message-walk.js";

/** Something that a library loses when it decodes a message: whether a message has it. */
export type Loss = (desc: DescMessage, message: Message) => boolean;

/** Map keys `__proto__`: assigned to an object, they set its prototype. */
export const protoKeys: Loss = someReflected((message) =>
  message.fields.some(
    (field) => field.fieldKind === "map" && [...message.get(field).keys()].includes("__proto__"),
  ),
);

/** Fields called `__proto__`. */
export const protoFields: Loss = someField((field) => field.name === "__proto__");

/** Enum values that the .proto file does not name. */
export const unknownEnumValues: Loss = someReflected((message) =>
  message.fields.some(
    (field) =>
      field.enum !== undefined && scalarsIn(message, field).some((value) => !isNamed(field, Number(value))),
  ),
);

/** 64-bit integers beyond 2^53, as values or keys. */
export const largeIntegers: Loss = someReflected((message) =>
  message.fields.some((field) =>
    integersIn(message, field).some((value) => !Number.isSafeInteger(Number(value))),
  ),
);

/** Timestamps that are no whole number of milliseconds between the years 1 and 9999. */
export const fineTimes: Loss = someReflected((message) => {
  if (message.desc.typeName !== "google.protobuf.Timestamp") return false;
  const [seconds = 0, nanos = 0] = message.fields.map((field) => Number(message.get(field)));
  return !isInRange(seconds, nanos) || nanos % 1_000_000 !== 0;
});

/** Timestamps and durations that ProtoJSON has no text for. */
export const timesOutOfRange: Loss = someReflected((message) => {
  const [seconds = 0, nanos = 0] = message.fields.map((field) => Number(message.get(field)));
  if (message.desc.typeName === "google.protobuf.Timestamp") return !isInRange(seconds, nanos);
  if (message.desc.typeName !== "google.protobuf.Duration") return false;
  return Math.abs(seconds) > 315_576_000_000 || Math.abs(nanos) > 999_999_999 || seconds * nanos < 0;
});

/** A `google.protobuf.Value` that is null, in a field of its own: null stands for an unset field, too. */
export const nullValues: Loss = someReflected((message) =>
  message.fields.some(
    (field) =>
      field.fieldKind === "message" &&
      field.message.typeName === "google.protobuf.Value" &&
      message.isSet(field) &&
      message.get(field).oneofCase(valueKind(message.get(field)))?.name === "null_value",
  ),
);

/** A `google.protobuf.NullValue` in a field of its own, or one that has another number than zero. */
export const nullEnums: Loss = someReflected((message) =>
  message.fields.some((field) => {
    if (field.enum?.typeName !== "google.protobuf.NullValue" || !message.isSet(field)) return false;
    const isOwnField = field.fieldKind === "enum" && message.desc.typeName !== "google.protobuf.Value";
    return isOwnField || scalarsIn(message, field).some((value) => value !== 0);
  }),
);

/** An Any in an Any. */
export const anyInAny: Loss = someReflected(
  (message) =>
    message.desc.typeName === "google.protobuf.Any" && /\/google\.protobuf\.Any$/.test(typeUrlOf(message)),
);

/** An Any of a type that is not known, which ProtoJSON has no form for. */
export const unknownAnyTypes: Loss = someReflected(
  (message) =>
    message.desc.typeName === "google.protobuf.Any" &&
    typeUrlOf(message) !== "" &&
    registry.getMessage(typeUrlOf(message).replace(/^.*\//s, "")) === undefined,
);

/** Whether a scalar is set or has its default, where both can be (proto2, editions). */
export const explicitPresence: Loss = someReflected((message) => message.fields.some(isExplicitScalar));

/** The same, in plain objects without defaults: where every field is set, they may have been filled in. */
export const everyFieldSet: Loss = someReflected(
  (message) =>
    message.fields.some(isExplicitScalar) &&
    message.fields.every((field) => !isExplicit(field) || message.isSet(field)),
);

/** Fields of which one has the JSON name that is another one's name: their properties mean either. */
export const swappedNames: Loss = someField((field) =>
  field.parent.fields.some((other) => other !== field && other.jsonName === field.name),
);

/** Field names with capital letters, which version 7 of protobufjs forgets without `keepCase`. */
export const capitalNames: Loss = someField((field) => /[A-Z]/.test(field.name));

function isExplicitScalar(field: DescField): boolean {
  return (field.fieldKind === "scalar" || field.fieldKind === "enum") && isExplicit(field);
}

function isExplicit(field: DescField): boolean {
  return (
    field.fieldKind !== "list" &&
    field.fieldKind !== "map" &&
    field.oneof === undefined &&
    field.presence !== FeatureSet_FieldPresence.IMPLICIT &&
    !field.proto.proto3Optional
  );
}

function someReflected(test: (message: ReflectMessage) => boolean): Loss {
  return (desc, message) => someMessage(desc, message, test);
}

function someField(test: (field: DescField) => boolean): Loss {
  return someReflected((message) => message.fields.some((field) => message.isSet(field) && test(field)));
}

function isNamed({ enum: type }: DescField, number: number): boolean {
  return type?.values.some((value) => value.number === number) === true;
}

const INTEGERS_64: readonly (ScalarType | undefined)[] = [
  ScalarType.INT64,
  ScalarType.UINT64,
  ScalarType.SINT64,
  ScalarType.FIXED64,
  ScalarType.SFIXED64,
];

function integersIn(message: ReflectMessage, field: DescField): readonly unknown[] {
  const keys =
    field.fieldKind === "map" && INTEGERS_64.includes(field.mapKey) ? [...message.get(field).keys()] : [];
  return INTEGERS_64.includes(field.scalar) ? [...keys, ...scalarsIn(message, field)] : keys;
}

function isInRange(seconds: number, nanos: number): boolean {
  return seconds >= -62_135_596_800 && seconds <= 253_402_300_799 && nanos >= 0 && nanos <= 999_999_999;
}

function valueKind({ oneofs }: ReflectMessage): (typeof oneofs)[number] {
  const [kind] = oneofs;
  if (kind === undefined) throw new Error("google.protobuf.Value has one oneof");
  return kind;
}

function typeUrlOf(any: ReflectMessage): string {
  const field = any.fields.find(({ name }) => name === "type_url");
  return field === undefined ? "" : String(any.get(field));
}
