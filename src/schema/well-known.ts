import {
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import { protobufEsSource } from "./protobuf-es.js";
import type { TypeSource } from "./type-source.js";

const STRUCT_TYPES: ReadonlySet<string> = new Set([
  "google.protobuf.Struct",
  "google.protobuf.Value",
  "google.protobuf.ListValue",
]);

/** Whether a type is one of the three types of free JSON in protobuf (google/protobuf/struct.proto). */
export function isStructType(typeName: string): boolean {
  return STRUCT_TYPES.has(typeName);
}

const WRAPPER_TYPES: ReadonlySet<string> = new Set(
  ["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"].map(
    (scalar) => `google.protobuf.${scalar}Value`,
  ),
);

/** Whether a type wraps one scalar (google/protobuf/wrappers.proto). */
export function isWrapperType(typeName: string): boolean {
  return WRAPPER_TYPES.has(typeName);
}

const OTHER_FORMS: ReadonlySet<string> = new Set(
  ["Any", "Timestamp", "Duration", "FieldMask"].map((name) => `google.protobuf.${name}`),
);

/** Whether ProtoJSON has a special form for a type. In an Any, this form stands under `value`. */
export function hasProtoJsonForm(typeName: string): boolean {
  return isStructType(typeName) || isWrapperType(typeName) || OTHER_FORMS.has(typeName);
}

/** The source of the well-known types. Every sanitizer knows them, because any Any may hold them. */
export const wellKnownSource: TypeSource = protobufEsSource([
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
]);
