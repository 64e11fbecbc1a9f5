import { readFileSync } from "node:fs";
import { clone, createFileRegistry, type DescFile } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { renderHeader, renderSchemaList } from "./render-schema-list.js";

const listFile = readFileSync(new URL("csi-v1-schema.txt", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const header = listFile.filter((line) => line.startsWith("#"));
const list = listFile.slice(header.length).join("\n").replace(/^\n+/, "").split("\n");

describe("the compiled csi.v1 descriptor", () => {
  it("has the package, the syntax and the imports of the CSI specification", () => {
    expect(header).toContain(renderHeader(file_csi_v1_csi));
  });

  it("declares every name, number, type and option of the CSI specification, and nothing else", () => {
    expect(renderSchemaList(file_csi_v1_csi)).toEqual(list);
  });
});

describe("the comparison notices", () => {
  const changes: Record<string, (file: FileDescriptorProto) => void> = {
    "a secret that lost its mark": (file) => {
      delete field(file, "NodePublishVolumeRequest", "secrets").options;
    },
    "an option more": (file) => {
      const options = field(file, "NodePublishVolumeRequest", "secrets").options;
      if (options !== undefined) {
        options.debugRedact = true;
      }
    },
    "an option that no descriptor explains": (file) => {
      const options = field(file, "NodePublishVolumeRequest", "secrets").options;
      options?.$unknown?.push({ no: 1061, wireType: 0, data: new Uint8Array([1]) });
    },
    "a field renamed": (file) => {
      field(file, "Volume", "volume_context").name = "volume_contexts";
    },
    "a field renumbered": (file) => {
      field(file, "Volume", "volume_context").number = 30;
    },
    "a field of another type": (file) => {
      field(file, "CapacityRange", "limit_bytes").type = FieldDescriptorProto_Type.UINT64;
    },
    "a field that became repeated": (file) => {
      field(file, "Volume", "volume_id").label = FieldDescriptorProto_Label.REPEATED;
    },
    "a field that left its oneof": (file) => {
      const snapshot = field(file, "VolumeContentSource", "snapshot");
      delete (snapshot as Partial<FieldDescriptorProto>).oneofIndex;
    },
    "a field with another JSON name": (file) => {
      field(file, "Volume", "volume_id").jsonName = "id";
    },
    "a field missing": (file) => {
      message(file, "Volume").field.pop();
    },
    "an enum value missing": (file) => {
      file.enumType[0]?.value.pop();
    },
    "a message missing": (file) => {
      message(file, "ListVolumesResponse").nestedType = message(
        file,
        "ListVolumesResponse",
      ).nestedType.filter((nested) => nested.name !== "Entry");
      message(file, "ListVolumesResponse").field.shift();
    },
    "a message that lost its alpha mark": (file) => {
      delete message(file, "VolumeCondition").options;
    },
    "an extension renumbered": (file) => {
      const secret = file.extension.find((extension) => extension.name === "csi_secret");
      if (secret !== undefined) {
        secret.number = 1058;
      }
    },
    "a method that streams": (file) => {
      const probe = file.service[0]?.method.find((method) => method.name === "Probe");
      if (probe !== undefined) {
        probe.clientStreaming = true;
      }
    },
    "a service missing": (file) => {
      file.service.pop();
    },
  };

  it("no change between equal schemas", () => {
    expect(renderSchemaList(changed(() => {}))).toEqual(list);
  });

  it.each(Object.entries(changes))("%s", (_, change) => {
    expect(renderSchemaList(changed(change))).not.toEqual(list);
  });
});

function changed(change: (file: FileDescriptorProto) => void): DescFile {
  const proto = clone(FileDescriptorProtoSchema, file_csi_v1_csi.proto);
  change(proto);
  const imports = new Map(file_csi_v1_csi.dependencies.map((file) => [file.proto.name, file]));
  const file = createFileRegistry(proto, (name) => imports.get(name)).getFile(proto.name);
  if (file === undefined) {
    throw new Error(`no file ${proto.name}`);
  }
  return file;
}

function message(file: FileDescriptorProto, name: string): DescriptorProto {
  const found = file.messageType.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`no message ${name}`);
  }
  return found;
}

function field(file: FileDescriptorProto, parent: string, name: string): FieldDescriptorProto {
  const found = message(file, parent).field.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`no field ${parent}.${name}`);
  }
  return found;
}
