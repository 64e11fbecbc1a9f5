import { create, createRegistry, type DescFile, type Registry } from "@bufbuild/protobuf";
import { Edition, FieldDescriptorProto_Type, file_google_protobuf_descriptor } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi, NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import {
  buildFile,
  csiSecret,
  messageField,
  messageIn,
  optionDeclaration,
  stringField,
  withOption,
} from "./build-file.js";
import { csiWithoutOptions } from "./csi-variant.js";

describe("one registry whose files import two copies of csi.proto is as good as two schemas: the union holds", () => {
  const older = csiWithoutOptions();
  const wrapper = (name: string, csi: DescFile): DescFile =>
    buildFile(
      {
        name: `${name}.proto`,
        package: name,
        messageType: [
          { name: "Call", field: [messageField("request", 1, "csi.v1.NodePublishVolumeRequest")] },
        ],
      },
      csi,
    );
  const usesOlder = wrapper("older", older);
  const usesBundled = wrapper("bundled", file_csi_v1_csi);
  const request = create(NodePublishVolumeRequestSchema, { secrets: { a: "x" } });

  it.each<[string, Registry]>([
    ["the file that imports the older one comes first", createRegistry(usesOlder, usesBundled)],
    ["the file that imports the older one comes last", createRegistry(usesBundled, usesOlder)],
  ])("%s", (_, registry) => {
    expect(createSanitizer({ schemas: [registry] }).toJson(request)).toEqual({ secrets: STRIPPED });
  });

  it("also below the types that hold them", () => {
    const call = messageIn(usesBundled, "bundled.Call");
    const sanitizer = createSanitizer({ schemas: [createRegistry(usesOlder, usesBundled)] });
    expect(sanitizer.toJson(call, create(call, { request }))).toEqual({ request: { secrets: STRIPPED } });
  });
});

describe("two options of one number do not hide each other", () => {
  // Numbers from 50000 to 99999 are free for use inside an organization, so two of them may well take the same one.
  const declares = (name: string, type: FieldDescriptorProto_Type): DescFile =>
    buildFile(
      { name: `${name}.proto`, package: name, extension: [optionDeclaration("option", 50001, type)] },
      file_google_protobuf_descriptor,
    );
  const marking = declares("marking", FieldDescriptorProto_Type.BOOL);
  const ranking = declares("ranking", FieldDescriptorProto_Type.INT32);
  const [mark] = marking.extensions;
  if (mark === undefined) throw new Error("no option");
  const login = buildFile(
    {
      name: "login.proto",
      package: "login",
      messageType: [
        { name: "Login", field: [stringField("password", 1, { options: withOption(mark, true) })] },
      ],
    },
    marking,
  );
  const type = messageIn(login, "login.Login");

  it.each<[string, Registry]>([
    ["the right one first", createRegistry(login, marking, ranking)],
    ["the right one last", createRegistry(ranking, marking, login)],
  ])("%s", (_, registry) => {
    const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: ["marking.option"] } });
    expect(sanitizer.toJson(create(type, { password: "x" }))).toEqual({ password: STRIPPED });
  });
});

describe("an option counts wherever it is declared", () => {
  // Edition 2024 can import a file for its options only; such a file is no dependency of the importing one.
  const login = buildFile({
    name: "login.proto",
    syntax: "editions",
    edition: Edition.EDITION_2024,
    package: "login",
    optionDependency: ["csi/v1/csi.proto"],
    messageType: [{ name: "Login", field: [stringField("password", 1, { options: csiSecret() })] }],
  });
  const type = messageIn(login, "login.Login");
  const message = create(type, { password: "x" });

  it("in the same registry", () => {
    const sanitizer = createSanitizer({ schemas: [createRegistry(login, file_csi_v1_csi)] });
    expect(sanitizer.toJson(message)).toEqual({ password: STRIPPED });
  });

  it("in another schema", () => {
    expect(createCsiSanitizer({ schemas: [login] }).toJson(message)).toEqual({ password: STRIPPED });
  });

  it("in a schema of the sanitizer, with the type given with the call", () => {
    expect(createCsiSanitizer().toJson(type, message)).toEqual({ password: STRIPPED });
  });

  it("nowhere: an option on the field may be one that makes it secret", () => {
    expect(createSanitizer({ schemas: [login] }).stringify(message)).not.toContain('"x"');
  });
});

describe("an option that is not interpreted", () => {
  it("cannot be shown to be harmless either", () => {
    const name = [{ namePart: "csi.v1.csi_secret", isExtension: true }];
    const options = { uninterpretedOption: [{ name, identifierValue: "true" }] };
    const parsedOnly = buildFile(
      {
        name: "login.proto",
        package: "login",
        messageType: [{ name: "Login", field: [stringField("password", 1, { options })] }],
      },
      file_csi_v1_csi,
    );
    const message = create(messageIn(parsedOnly, "login.Login"), { password: "x" });
    expect(createSanitizer({ schemas: [parsedOnly] }).stringify(message)).not.toContain('"x"');
  });
});
