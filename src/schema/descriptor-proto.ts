import { createFileRegistry, type DescMessage, fromBinary } from "@bufbuild/protobuf";
import type { FileDescriptorProto, FileDescriptorSet } from "@bufbuild/protobuf/wkt";

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
  message("MessageOptions", flag("map_entry", 7), inner("features", 12, "FeatureSet")),
  message(
    "FieldOptions",
    flag("packed", 2),
    integer("jstype", 6),
    flag("debug_redact", 16),
    inner("features", 21, "FeatureSet"),
    list(inner("uninterpreted_option", 999, "UninterpretedOption")),
  ),
  message("EnumOptions", inner("features", 7, "FeatureSet")),
  message("EnumValueOptions", flag("debug_redact", 3)),
  message("UninterpretedOption"),
  message(
    "FeatureSet",
    integer("field_presence", 1),
    integer("enum_type", 2),
    integer("repeated_field_encoding", 3),
    integer("utf8_validation", 4),
    integer("message_encoding", 5),
  ),
];

/** What a registry reads of the descriptor of a field. */
interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: 5 | 8 | 9 | 11;
  readonly typeName: string;
  readonly label: 1 | 3;
}

function message(name: string, ...field: readonly Field[]) {
  return { name, field, nestedType: [], enumType: [], extension: [], oneofDecl: [] };
}

function text(name: string, number: number): Field {
  return { name, number, type: 9, typeName: "", label: 1 };
}

function integer(name: string, number: number): Field {
  return { name, number, type: 5, typeName: "", label: 1 };
}

function flag(name: string, number: number): Field {
  return { name, number, type: 8, typeName: "", label: 1 };
}

function inner(name: string, number: number, typeName: string): Field {
  return { name, number, type: 11, typeName: `.google.protobuf.${typeName}`, label: 1 };
}

function list(field: Field): Field {
  return { ...field, label: 3 };
}

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

function typeNamed(name: string): DescMessage {
  const type = registry.getMessage(`google.protobuf.${name}`);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

/** The type of field options, without those that tell nothing about secrets. */
export const FIELD_OPTIONS_TYPE: DescMessage = typeNamed("FieldOptions");

const fileDescriptor = typeNamed("FileDescriptorProto");
const fileDescriptorSet = typeNamed("FileDescriptorSet");

// The casts below: a message lacks the properties of fields that are not stated here. Nothing reads those.

/** Decodes the bytes of a file descriptor. @throws if they are malformed. */
export function decodeFileDescriptor(bytes: Uint8Array): FileDescriptorProto {
  return fromBinary(fileDescriptor, bytes) as FileDescriptorProto;
}

/** Decodes the bytes of a set of file descriptors. @throws if they are malformed. */
export function decodeFileDescriptorSet(bytes: Uint8Array): FileDescriptorSet {
  return fromBinary(fileDescriptorSet, bytes) as FileDescriptorSet;
}
