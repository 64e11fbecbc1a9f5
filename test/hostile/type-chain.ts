import { create, createFileRegistry, type FileRegistry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";

/** Types `chain.M0`, `chain.M1` and so on, each of which holds the next one: deep to compile, however small a message is. */
export function typeChain(length: number): FileRegistry {
  const messageType = Array.from({ length }, (_, index) => ({
    name: `M${index}`,
    field: [
      { name: "open", jsonName: "open", number: 1, type: FieldDescriptorProto_Type.STRING },
      {
        name: "next",
        jsonName: "next",
        number: 2,
        type: FieldDescriptorProto_Type.MESSAGE,
        typeName: `.chain.M${Math.min(index + 1, length - 1)}`,
      },
    ].map((field) => ({ ...field, label: FieldDescriptorProto_Label.OPTIONAL })),
  }));
  const file = create(FileDescriptorProtoSchema, {
    name: "chain.proto",
    package: "chain",
    syntax: "proto3",
    messageType,
  });
  return createFileRegistry(file, () => undefined);
}
