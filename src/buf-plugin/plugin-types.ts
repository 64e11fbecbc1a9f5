import { create, createFileRegistry, type DescMessage, type Registry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_any,
  file_google_protobuf_descriptor,
} from "@bufbuild/protobuf/wkt";

/** A field: `name number type`, with `repeated` before the type of a list, and `oneof` before that of a choice. */
type FieldText = string;

const SCALARS: ReadonlyMap<string, FieldDescriptorProto_Type> = new Map([
  ["bool", FieldDescriptorProto_Type.BOOL],
  ["bytes", FieldDescriptorProto_Type.BYTES],
  ["double", FieldDescriptorProto_Type.DOUBLE],
  ["int32", FieldDescriptorProto_Type.INT32],
  ["int64", FieldDescriptorProto_Type.INT64],
  ["string", FieldDescriptorProto_Type.STRING],
  ["uint32", FieldDescriptorProto_Type.UINT32],
]);

/**
 * What the protocol of plugins needs of these packages, by their published definitions. Enums are integers here, which are the same
 * on the wire; in JSON, both are read as numbers.
 */
const FILES: Readonly<Record<string, Readonly<Record<string, readonly FieldText[]>>>> = {
  "pluginrpc.v1": {
    Procedure: ["path 1 string", "args 2 repeated string"],
    Spec: ["procedures 1 repeated .pluginrpc.v1.Procedure"],
    Request: ["value 1 .google.protobuf.Any"],
    Error: ["code 1 int32", "message 2 string"],
    Response: ["value 1 .google.protobuf.Any", "error 2 .pluginrpc.v1.Error"],
  },
  "buf.plugin.option.v1": {
    Option: ["key 1 string", "value 2 .buf.plugin.option.v1.Value"],
    Value: [
      "bool_value 1 oneof bool",
      "int64_value 2 oneof int64",
      "double_value 3 oneof double",
      "string_value 4 oneof string",
      "bytes_value 5 oneof bytes",
      "list_value 6 oneof .buf.plugin.option.v1.ListValue",
    ],
    ListValue: ["values 1 repeated .buf.plugin.option.v1.Value"],
  },
  "buf.plugin.descriptor.v1": {
    FileLocation: ["file_name 1 string", "source_path 2 repeated int32"],
    FileDescriptor: [
      "file_descriptor_proto 1 .google.protobuf.FileDescriptorProto",
      "is_import 2 bool",
      "is_syntax_unspecified 3 bool",
      "unused_dependency 4 repeated int32",
    ],
  },
  "buf.plugin.check.v1": {
    Annotation: [
      "rule_id 1 string",
      "message 2 string",
      "file_location 3 .buf.plugin.descriptor.v1.FileLocation",
      "against_file_location 4 .buf.plugin.descriptor.v1.FileLocation",
    ],
    CheckRequest: [
      "file_descriptors 1 repeated .buf.plugin.descriptor.v1.FileDescriptor",
      "against_file_descriptors 2 repeated .buf.plugin.descriptor.v1.FileDescriptor",
      "options 3 repeated .buf.plugin.option.v1.Option",
      "rule_ids 4 repeated string",
    ],
    CheckResponse: ["annotations 1 repeated .buf.plugin.check.v1.Annotation"],
    ListRulesRequest: ["page_size 1 uint32", "page_token 2 string"],
    Rule: [
      "id 1 string",
      "category_ids 2 repeated string",
      "default 3 bool",
      "purpose 4 string",
      "type 5 int32",
      "deprecated 6 bool",
      "replacement_ids 7 repeated string",
    ],
    ListRulesResponse: ["next_page_token 1 string", "rules 2 repeated .buf.plugin.check.v1.Rule"],
    ListCategoriesRequest: ["page_size 1 uint32", "page_token 2 string"],
    Category: ["id 1 string", "purpose 2 string", "deprecated 3 bool", "replacement_ids 4 repeated string"],
    ListCategoriesResponse: [
      "next_page_token 1 string",
      "categories 2 repeated .buf.plugin.check.v1.Category",
    ],
  },
};

/** The types of the protocol, and those that they hold. */
export const PLUGIN_TYPES: Registry = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      file_google_protobuf_descriptor.proto,
      file_google_protobuf_any.proto,
      ...Object.entries(FILES).map(([scope, messages], index, all) =>
        create(FileDescriptorProtoSchema, {
          name: `${scope}.proto`,
          package: scope,
          syntax: "proto3",
          dependency: [
            file_google_protobuf_descriptor.proto.name,
            file_google_protobuf_any.proto.name,
            ...all.slice(0, index).map(([before]) => `${before}.proto`),
          ],
          messageType: Object.entries(messages).map(([name, fields]) => ({
            name,
            field: fields.map(fieldOf),
            oneofDecl: fields.some((text) => text.includes(" oneof ")) ? [{ name: "type" }] : [],
          })),
        }),
      ),
    ],
  }),
);

function fieldOf(text: FieldText) {
  const [name = "", number, ...words] = text.split(" ");
  const type = words.at(-1) ?? "";
  const scalar = SCALARS.get(type);
  return {
    name,
    number: Number(number),
    label: words.includes("repeated")
      ? FieldDescriptorProto_Label.REPEATED
      : FieldDescriptorProto_Label.OPTIONAL,
    jsonName: name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    type: scalar ?? FieldDescriptorProto_Type.MESSAGE,
    ...(scalar === undefined && { typeName: type }),
    ...(words.includes("oneof") && { oneofIndex: 0 }),
  };
}

/** A type of the protocol, by its full name. */
export function pluginType(name: string): DescMessage {
  const type = PLUGIN_TYPES.getMessage(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}
