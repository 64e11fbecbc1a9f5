import { clone, createFileRegistry, type DescFile } from "@bufbuild/protobuf";
import {
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";

/** The CSI descriptors with a change, as another copy of csi.proto would give them. */
export function csiVariant(change: (file: FileDescriptorProto) => void): DescFile {
  const proto = clone(FileDescriptorProtoSchema, file_csi_v1_csi.proto);
  change(proto);
  const imports = new Map(file_csi_v1_csi.dependencies.map((file) => [file.proto.name, file]));
  const file = createFileRegistry(proto, (name) => imports.get(name)).getFile(proto.name);
  if (file === undefined) throw new Error(`no file ${proto.name}`);
  return file;
}

/** A copy whose custom options were lost, as in a proto-loader's package definition. */
export function csiWithoutOptions(): DescFile {
  return csiVariant((file) => {
    for (const field of file.messageType.flatMap((message) => message.field)) delete field.options;
  });
}

/** A field of NodePublishVolumeRequest in a copy, to change it. */
export function publishField(file: FileDescriptorProto, name: string): FieldDescriptorProto {
  const fields = publishFields(file);
  const found = fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

/** All fields of NodePublishVolumeRequest in a copy, to add to them. */
export function publishFields(file: FileDescriptorProto): FieldDescriptorProto[] {
  const publish = file.messageType.find((message) => message.name === "NodePublishVolumeRequest");
  if (publish === undefined) throw new Error("no NodePublishVolumeRequest");
  return publish.field;
}
