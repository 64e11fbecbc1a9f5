import {
  create,
  createFileRegistry,
  type DescExtension,
  type DescFile,
  type DescMessage,
  type ExtensionValueShape,
  type MessageInitShape,
  setExtension,
} from "@bufbuild/protobuf";
import {
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type FieldOptions,
  FieldOptionsSchema,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { csi_secret } from "../../src/csi/gen/csi/v1/csi_pb.js";

type FileInit = MessageInitShape<typeof FileDescriptorProtoSchema> & { readonly name: string };
type FieldInit = MessageInitShape<typeof FieldDescriptorProtoSchema>;

/** Compiles a file descriptor that is written by hand. It is proto3 if it does not say otherwise. */
export function buildFile(init: FileInit, ...imports: readonly DescFile[]): DescFile {
  const dependency = imports.map((file) => file.proto.name);
  const proto = create(FileDescriptorProtoSchema, { syntax: "proto3", dependency, ...init });
  const registry = createFileRegistry(proto, (name) => imports.find((file) => file.proto.name === name));
  const file = registry.getFile(init.name);
  if (file === undefined) throw new Error(`no file ${init.name}`);
  return file;
}

/** A message type of a file, by its full name. */
export function messageIn(file: DescFile, typeName: string): DescMessage {
  const found = file.messages.find((message) => message.typeName === typeName);
  if (found === undefined) throw new Error(`no message ${typeName}`);
  return found;
}

/** A field with one string. */
export function stringField(name: string, number: number, init: FieldInit = {}): FieldDescriptorProto {
  return create(FieldDescriptorProtoSchema, {
    name,
    number,
    label: FieldDescriptorProto_Label.OPTIONAL,
    type: FieldDescriptorProto_Type.STRING,
    ...init,
  });
}

/** A field with one message of a type, given its full name. */
export function messageField(name: string, number: number, typeName: string): FieldDescriptorProto {
  return stringField(name, number, { type: FieldDescriptorProto_Type.MESSAGE, typeName: `.${typeName}` });
}

/** Declares a field option. */
export function optionDeclaration(
  name: string,
  number: number,
  type: FieldDescriptorProto_Type,
  typeName = "",
): FieldDescriptorProto {
  return stringField(name, number, { type, typeName, extendee: ".google.protobuf.FieldOptions" });
}

/** The options of a field on which one option is set. */
export function withOption(option: DescExtension, value: ExtensionValueShape<DescExtension>): FieldOptions {
  const options = create(FieldOptionsSchema);
  setExtension(options, option, value);
  return options;
}

/** The options of a field that CSI marks as secret. */
export function csiSecret(): FieldOptions {
  return withOption(csi_secret, true);
}

/** The options of a field that seems to be marked `csi_secret`, but in bytes that end too early. */
export function undecodable(): FieldOptions {
  const truncatedVarint = new Uint8Array([0x80]);
  const options = create(FieldOptionsSchema);
  options.$unknown = [{ no: 1059, wireType: 0, data: truncatedVarint }];
  return options;
}
