import { create, type DescFile, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobufjs from "protobufjs";
import "protobufjs/ext/descriptor.js";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, SchemaError, STRIPPED } from "../../src/index.js";
import { buildFile, csiSecret, messageField, stringField } from "./build-file.js";

describe("a protobufjs Root made from descriptors has lost its custom options, and is refused on its own", () => {
  const login = (...more: readonly ReturnType<typeof stringField>[]): DescFile =>
    buildFile(
      {
        name: "login.proto",
        package: "login",
        messageType: [
          { name: "Login", field: [stringField("password", 1, { options: csiSecret() }), ...more] },
        ],
      },
      file_csi_v1_csi,
    );
  const imports = [...file_csi_v1_csi.dependencies, file_csi_v1_csi];

  it.each<[string, readonly DescFile[]]>([
    ["with all imports", [...imports, login()]],
    ["without imports, as protoc writes them by default", [login(messageField("next", 2, "login.Login"))]],
    ["without imports, and of types that hold no other types", [login()]],
  ])("%s", (_, files) => {
    const root = rootOf(files);
    expect(() => createSanitizer({ schemas: [root] })).toThrow(SchemaError);
  });

  it("beside a schema that has them it is welcome", () => {
    const file = login();
    const root = rootOf([file]);
    const message = root.lookupType("login.Login").create({ password: "x" });
    expect(createSanitizer({ schemas: [root, file] }).toJson(message)).toEqual({ password: STRIPPED });
  });
});

function rootOf(files: readonly DescFile[]): protobufjs.Root {
  const set = create(FileDescriptorSetSchema, { file: files.map(({ proto }) => proto) });
  return protobufjs.Root.fromDescriptor(toBinary(FileDescriptorSetSchema, set));
}
