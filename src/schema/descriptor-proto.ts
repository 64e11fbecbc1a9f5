import { createFileRegistry, type DescMessage, fromBinary } from "@bufbuild/protobuf";
import type { FileDescriptorProto, FileDescriptorSet } from "@bufbuild/protobuf/wkt";
import {
  FEATURE_SET,
  FIELD_OPTIONS,
  flag,
  inner,
  integer,
  list,
  MESSAGE_OPTIONS,
  message,
  text,
  UNINTERPRETED_OPTION,
} from "./field-options.js";
import { addSourceInfo } from "./source-info.js";

/**
 * The part of google/protobuf/descriptor.proto that tells something about messages. @bufbuild/protobuf has all of it, which
 * would be a twelfth of a bundle. What is not stated here becomes unknown fields of the descriptors. Enums are integers
 * here, which are the same on the wire.
 */
const MESSAGES = [
  message("FileDescriptorSet", list(inner("file", 1, "FileDescriptorProto"))),
  message(
    "FileDescriptorProto",
    text("name", 1),
    text("package", 2),
    list(text("dependency", 3)),
    list(inner("message_type", 4, "DescriptorProto")),
    list(inner("enum_type", 5, "EnumDescriptorProto")),
    list(inner("service", 6, "ServiceDescriptorProto")),
    list(inner("extension", 7, "FieldDescriptorProto")),
    inner("options", 8, "FileOptions"),
    text("syntax", 12),
    integer("edition", 14),
  ),
  message(
    "DescriptorProto",
    text("name", 1),
    list(inner("field", 2, "FieldDescriptorProto")),
    list(inner("nested_type", 3, "DescriptorProto")),
    list(inner("enum_type", 4, "EnumDescriptorProto")),
    list(inner("extension", 6, "FieldDescriptorProto")),
    inner("options", 7, "MessageOptions"),
    list(inner("oneof_decl", 8, "OneofDescriptorProto")),
  ),
  message(
    "FieldDescriptorProto",
    text("name", 1),
    text("extendee", 2),
    integer("number", 3),
    integer("label", 4),
    integer("type", 5),
    text("type_name", 6),
    text("default_value", 7),
    inner("options", 8, "FieldOptions"),
    integer("oneof_index", 9),
    text("json_name", 10),
    flag("proto3_optional", 17),
  ),
  message("OneofDescriptorProto", text("name", 1)),
  message(
    "EnumDescriptorProto",
    text("name", 1),
    list(inner("value", 2, "EnumValueDescriptorProto")),
    inner("options", 3, "EnumOptions"),
  ),
  message(
    "EnumValueDescriptorProto",
    text("name", 1),
    integer("number", 2),
    inner("options", 3, "EnumValueOptions"),
  ),
  message("ServiceDescriptorProto", text("name", 1), list(inner("method", 2, "MethodDescriptorProto"))),
  message("MethodDescriptorProto", text("name", 1), text("input_type", 2), text("output_type", 3)),
  message("FileOptions", inner("features", 50, "FeatureSet")),
  MESSAGE_OPTIONS,
  FIELD_OPTIONS,
  message("EnumOptions", inner("features", 7, "FeatureSet")),
  message("EnumValueOptions", flag("debug_redact", 3)),
  UNINTERPRETED_OPTION,
  FEATURE_SET,
];

const file = {
  $typeName: "google.protobuf.FileDescriptorProto",
  name: "google/protobuf/descriptor.proto",
  package: "google.protobuf",
  syntax: "proto2",
  dependency: [],
  messageType: MESSAGES,
  enumType: [],
  service: [],
  extension: [],
};

// Made at once: later a program may have added properties to Object.prototype, which would count as parts of fields. The
// cast: a file descriptor has more properties, which a registry does not read.
const registry = createFileRegistry(file as unknown as FileDescriptorProto, () => undefined);

/** The types that are stated here. */
export const DESCRIPTOR_TYPES: readonly DescMessage[] = [...registry].filter(
  (type) => type.kind === "message",
);

function typeNamed(name: string): DescMessage {
  const type = DESCRIPTOR_TYPES.find((one) => one.name === name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

const fileDescriptor = typeNamed("FileDescriptorProto");
const fileDescriptorSet = typeNamed("FileDescriptorSet");

// The casts below: a message lacks the properties of fields that are not stated here. Nothing reads those.

/** Decodes the bytes of a file descriptor. @throws if they are malformed. */
export function decodeFileDescriptor(bytes: Uint8Array): FileDescriptorProto {
  return fromBinary(fileDescriptor, bytes) as FileDescriptorProto;
}

/** Decodes the bytes of a set of file descriptors. @throws if they are malformed. */
export function decodeFileDescriptorSet(bytes: Uint8Array): FileDescriptorSet {
  const set = fromBinary(fileDescriptorSet, bytes) as FileDescriptorSet;
  set.file.forEach(addSourceInfo);
  return set;
}
