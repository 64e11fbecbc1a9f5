import { create, type DescFile } from "@bufbuild/protobuf";
import {
  type FieldDescriptorProto,
  FieldOptionsSchema,
  file_google_protobuf_descriptor,
  file_google_protobuf_struct,
  file_google_protobuf_wrappers,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { buildFile, messageField, optionDeclaration, stringField } from "./build-file.js";

const repeated = (field: FieldDescriptorProto, packed: boolean): FieldDescriptorProto => ({
  ...field,
  label: Label.REPEATED,
  ...(packed && { options: create(FieldOptionsSchema, { packed }) }),
});

/** Options of the kinds that the .proto files of the tests do not have. */
export const file_option_kinds: DescFile = buildFile(
  {
    name: "kinds.proto",
    package: "kinds",
    syntax: "proto2",
    enumType: [
      {
        name: "Closed",
        value: [
          { name: "MARKED", number: 1, options: { debugRedact: true } },
          { name: "PLAIN", number: 2 },
          { name: "BELOW", number: -5, options: { debugRedact: true } },
        ],
      },
    ],
    messageType: [
      {
        name: "Group",
        field: [
          stringField("level", 1, { type: Type.ENUM, typeName: ".kinds.Closed" }),
          repeated(messageField("groups", 2, "kinds.Group"), false),
        ],
        extensionRange: [{ start: 100, end: 200 }],
      },
      {
        name: "WellKnown",
        field: [
          messageField("flag", 1, "google.protobuf.BoolValue"),
          messageField("free", 2, "google.protobuf.Struct"),
          repeated(messageField("frees", 3, "google.protobuf.Struct"), false),
          messageField("value", 4, "google.protobuf.Value"),
          messageField("bytes", 5, "google.protobuf.BytesValue"),
        ],
      },
    ],
    extension: [
      optionDeclaration("closed", 60001, Type.ENUM, ".kinds.Closed"),
      repeated(optionDeclaration("closed_list", 60002, Type.ENUM, ".kinds.Closed"), false),
      repeated(optionDeclaration("closed_packed", 60003, Type.ENUM, ".kinds.Closed"), true),
      repeated(optionDeclaration("bools_packed", 60004, Type.BOOL), true),
      optionDeclaration("group", 60005, Type.GROUP, ".kinds.Group"),
      repeated(optionDeclaration("group_list", 60006, Type.GROUP, ".kinds.Group"), false),
      optionDeclaration("flag", 60007, Type.MESSAGE, ".google.protobuf.BoolValue"),
      optionDeclaration("free", 60008, Type.MESSAGE, ".google.protobuf.Struct"),
      repeated(optionDeclaration("frees", 60009, Type.MESSAGE, ".google.protobuf.Struct"), false),
      optionDeclaration("well_known", 60010, Type.MESSAGE, ".kinds.WellKnown"),
      optionDeclaration("double", 60011, Type.DOUBLE),
      repeated(optionDeclaration("longs", 60012, Type.SINT64), true),
      optionDeclaration("raw", 60013, Type.BYTES),
      repeated(optionDeclaration("flags", 60014, Type.MESSAGE, ".google.protobuf.BoolValue"), false),
      { ...optionDeclaration("in_group", 100, Type.BOOL), extendee: ".kinds.Group" },
      {
        ...optionDeclaration("feature", 9995, Type.ENUM, ".kinds.Closed"),
        extendee: ".google.protobuf.FeatureSet",
      },
    ],
  },
  file_google_protobuf_descriptor,
  file_google_protobuf_struct,
  file_google_protobuf_wrappers,
);
