import { readFileSync } from "node:fs";
import { create, createRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { loadSync } from "@grpc/proto-loader";
import protobuf from "protobufjs";
import protobuf7 from "protobufjs7";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, type SchemaInput } from "../../src/index.js";
import { file_vault, Vault } from "../gen/vault_pb.js";

const proto = new URL("../../proto/test/vault.proto", import.meta.url).pathname;
const setBytes = new Uint8Array(readFileSync(new URL("../gen/descriptor-set.binpb", import.meta.url)));
const root = protobuf.loadSync(proto);
const types = { input: "vault.v1.OpenRequest", output: "vault.v1.OpenResponse" };

describe("the message types of a method are known from", () => {
  it.each<[string, readonly SchemaInput[]]>([
    ["a file", [file_vault]],
    ["a registry of the file", [createRegistry(file_vault)]],
    ["a registry of the service alone", [createRegistry(Vault)]],
    ["a message of the file", [Vault.method.open.input]],
    ["the bytes of a FileDescriptorSet", [setBytes]],
    ["a Root of protobufjs 8", [root]],
    ["a Root of protobufjs 7", [protobuf7.loadSync(proto)]],
    ["a Type that stands in a Root", [root.lookupType("vault.v1.OpenRequest")]],
    ["the JSON of a Root", [root.toJSON()]],
    ["what proto-loader makes, beside another schema", [loadSync(proto), Vault.method.open.input]],
    ["several schemas that agree", [file_vault, root, setBytes]],
  ])("%s", (_, schemas) => {
    const sanitizer = createSanitizer({ schemas });
    for (const name of ["Open", "Watch", "Upload", "Exchange"])
      expect(sanitizer.method(`/vault.v1.Vault/${name}`)).toEqual(types);
  });
});

it("knows all methods of CSI", () => {
  const sanitizer = createCsiSanitizer();
  expect(sanitizer.method("/csi.v1.Node/NodePublishVolume")).toEqual({
    input: "csi.v1.NodePublishVolumeRequest",
    output: "csi.v1.NodePublishVolumeResponse",
  });
});

describe("the message types of a method are not known", () => {
  it.each([
    "/vault.v1.Vault/Close",
    "/vault.v1.Safe/Open",
    "vault.v1.Vault/Open",
    "/vault.v1.Vault/Open/",
    "/vault.v1.Vault",
    "/vault.v1.Vault/constructor",
    "/vault.v1.Vault/__proto__",
    "/__proto__/toString",
    "",
  ])("for a path that names none: %j", (path) => {
    for (const schemas of [[file_vault], [root], [loadSync(proto), file_vault]])
      expect(createSanitizer({ schemas }).method(path)).toBeUndefined();
  });

  it("if two schemas disagree about them", () => {
    const set = fromBinary(FileDescriptorSetSchema, setBytes);
    const file = set.file.find(({ name }) => name === "vault.proto");
    const method = file?.service[0]?.method[0];
    if (file === undefined || method === undefined) throw new Error("vault.proto is not in the set");
    method.inputType = ".vault.v1.Failure";
    const other = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [file] }));
    const sanitizer = createSanitizer({ schemas: [file_vault, new Uint8Array(other)] });
    expect(sanitizer.method("/vault.v1.Vault/Open")).toBeUndefined();
    expect(
      createSanitizer({ schemas: [root, new Uint8Array(other)] }).method("/vault.v1.Vault/Open"),
    ).toBeUndefined();
    expect(sanitizer.method("/vault.v1.Vault/Watch")).toEqual(types);
  });
});
