import type { Cardinality, FieldShape, MessageShape, ScalarName, ValueType } from "./message-shape.js";
import { camelCase } from "./names.js";
import type { TypeSource } from "./type-source.js";
import { NULL_VALUE, WRAPPED_SCALARS } from "./well-known.js";

/** What is said of a field here. The rest follows: its number is its place, and it has no options. */
type Field = Pick<FieldShape, "name" | "type" | "cardinality">;

const LIST: Cardinality = { kind: "list", packed: false };
const FIELDS_BY_NAME: Cardinality = { kind: "map", key: "string" };
/** A member of the oneof of a Value. */
const KIND: Cardinality = singular("kind");

const SHAPES: readonly MessageShape[] = [
  shape("google.protobuf.Any", [scalar("type_url", "string"), scalar("value", "bytes")]),
  shape("google.protobuf.Timestamp", [scalar("seconds", "int64"), scalar("nanos", "int32")]),
  shape("google.protobuf.Duration", [scalar("seconds", "int64"), scalar("nanos", "int32")]),
  shape("google.protobuf.Empty", []),
  shape("google.protobuf.FieldMask", [{ ...scalar("paths", "string"), cardinality: LIST }]),
  shape("google.protobuf.Struct", [
    { name: "fields", type: message("google.protobuf.Value"), cardinality: FIELDS_BY_NAME },
  ]),
  shape("google.protobuf.ListValue", [
    { name: "values", type: message("google.protobuf.Value"), cardinality: LIST },
  ]),
  shape("google.protobuf.Value", [
    { name: "null_value", type: { kind: "enum", enum: NULL_VALUE }, cardinality: KIND },
    { ...scalar("number_value", "double"), cardinality: KIND },
    { ...scalar("string_value", "string"), cardinality: KIND },
    { ...scalar("bool_value", "bool"), cardinality: KIND },
    { name: "struct_value", type: message("google.protobuf.Struct"), cardinality: KIND },
    { name: "list_value", type: message("google.protobuf.ListValue"), cardinality: KIND },
  ]),
  ...[...WRAPPED_SCALARS].map(([typeName, type]) => shape(typeName, [scalar("value", type)])),
];

function shape(typeName: string, fields: readonly Field[]): MessageShape {
  return {
    typeName,
    fields: fields.map((field, index) => fieldShape(field, typeName, index + 1)),
    marks: [],
  };
}

function fieldShape({ name, type, cardinality }: Field, typeName: string, number: number): FieldShape {
  return {
    name,
    fullName: `${typeName}.${name}`,
    isGuessedName: false,
    otherNames: [],
    propertyNames: [],
    jsonName: camelCase(name),
    number,
    validatesUtf8: true,
    cardinality,
    type,
    marks: [],
  };
}

function singular(oneof?: string): Cardinality {
  return {
    kind: "singular",
    presence: oneof === undefined ? "implicit" : "explicit",
    oneof,
    defaultValue: undefined,
    isProto3Optional: false,
    isRequired: false,
  };
}

function scalar(name: string, type: ScalarName): Field {
  return { name, type: { kind: "scalar", scalar: type }, cardinality: singular() };
}

function message(typeName: string): ValueType {
  return { kind: "message", typeName, delimited: false };
}

const shapes: ReadonlyMap<string, MessageShape> = new Map(SHAPES.map((one) => [one.typeName, one]));

/**
 * The well-known types. An Any may hold them, whatever schemas a sanitizer has. Their shapes stand here, because the
 * descriptors of @bufbuild/protobuf for them would be decoded whenever this library is loaded.
 */
export const wellKnownSource: TypeSource = {
  losesOptions: false,
  describes: () => false,
  message: (typeName) => shapes.get(typeName),
  messageNames: () => shapes.keys(),
  method: () => undefined,
  place: () => undefined,
  option: () => undefined,
  optionNames: () => [],
};
