import type { EnumShape, ScalarName } from "./message-shape.js";

const STRUCT_TYPES: ReadonlySet<string> = new Set([
  "google.protobuf.Struct",
  "google.protobuf.Value",
  "google.protobuf.ListValue",
]);

/** Whether a type is one of the three types of free JSON in protobuf (google/protobuf/struct.proto). */
export function isStructType(typeName: string): boolean {
  return STRUCT_TYPES.has(typeName);
}

/** The one enum of google/protobuf/struct.proto. */
export const NULL_VALUE: EnumShape = {
  typeName: "google.protobuf.NullValue",
  closed: false,
  values: [{ name: "NULL_VALUE", jsonName: "NULL_VALUE", number: 0 }],
};

/** The types that wrap one scalar (google/protobuf/wrappers.proto), with that scalar. */
export const WRAPPED_SCALARS: ReadonlyMap<string, ScalarName> = new Map(
  (["double", "float", "int64", "uint64", "int32", "uint32", "bool", "string", "bytes"] as const).map(
    (scalar) => {
      const capitalized = scalar.replace(/^ui|^./, (start) => start.toUpperCase());
      return [`google.protobuf.${capitalized}Value`, scalar];
    },
  ),
);

/** Whether a type wraps one scalar. */
export function isWrapperType(typeName: string): boolean {
  return WRAPPED_SCALARS.has(typeName);
}

const OTHER_FORMS: ReadonlySet<string> = new Set(
  ["Any", "Timestamp", "Duration", "FieldMask"].map((name) => `google.protobuf.${name}`),
);

/** Whether ProtoJSON has a special form for a type. In an Any, this form stands under `value`. */
export function hasProtoJsonForm(typeName: string): boolean {
  return isStructType(typeName) || isWrapperType(typeName) || OTHER_FORMS.has(typeName);
}

const TYPED_STRUCTS: ReadonlySet<string> = new Set(["xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct"]);

/** Whether a type has the URL of another type, and a Struct that stands for a message of that type in ProtoJSON. */
export function isTypedStruct(typeName: string): boolean {
  return TYPED_STRUCTS.has(typeName);
}
