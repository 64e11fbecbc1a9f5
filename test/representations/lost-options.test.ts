import { readFileSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { loadFileDescriptorSetFromBuffer, loadSync, type PackageDefinition } from "@grpc/proto-loader";
import type { INamespace } from "protobufjs";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, SchemaError, STRIPPED } from "../../src/index.js";
import { fromDescriptors, textDescriptors } from "./from-descriptors.js";
import { includeDirs } from "./proto-files.js";
import { parseText, protobufjs, type ReflectionRoot, VERSIONS } from "./protobufjs-root.js";

const allDescriptors = readFileSync(new URL("../gen/descriptor-set.binpb", import.meta.url));

const LOGIN = `syntax = "proto3"; package acme.v1; import "csi/v1/csi.proto";
  message Login {
    string user = 1;
    string password = 2 [(csi.v1.csi_secret) = true];
  }`;

const loginDescriptors = textDescriptors(LOGIN, ["acme.v1"]);

/** The required content of an error message: what is lost, where, and what to pass instead. */
const ADVICE =
  /^schemas: the custom options of acme\.v1\.\w+ are lost in .*proto-loader.*Root\.fromDescriptor.* Pass .*buf build/;

describe.each(VERSIONS)(
  "protobufjs %i: Root.fromDescriptor loses custom options, so alone it is refused",
  (version) => {
    it.each<[string, string]>([
      ["a message of scalars", "message Login { string user = 1; string password = 2; }"],
      ["a message with a map", "message Login { map<string, string> secrets = 1; }"],
      ["a message in itself", "message Login { Login next = 1; string password = 2; }"],
      [
        "a message of another package",
        'import "google/protobuf/timestamp.proto"; message Login { google.protobuf.Timestamp at = 1; }',
      ],
      ["a message in a message", "message Outer { message Login { string password = 1; } }"],
    ])("%s", (_, messages) => {
      const root = fromDescriptors(
        version,
        textDescriptors(`syntax = "proto3"; package acme.v1; ${messages}`, ["acme.v1", "google.protobuf"]),
      );
      expect(() => createSanitizer({ schemas: [root] })).toThrow(SchemaError);
      expect(() => createSanitizer({ schemas: [root] })).toThrow(ADVICE);
      expect(() => createCsiSanitizer({ schemas: [root] })).toThrow(ADVICE);
    });

    it("a message without a package", () => {
      const root = fromDescriptors(
        version,
        textDescriptors('syntax = "proto3"; message Login { string password = 1; }', [""]),
      );
      expect(() => createSanitizer({ schemas: [root] })).toThrow(/the custom options of Login are lost/);
    });

    it("also beside parsed types in the same Root", () => {
      const root = parseText(
        version,
        false,
        `syntax = "proto3"; package other.v1; import "csi/v1/csi.proto";
      message Other { string password = 1 [(csi.v1.csi_secret) = true]; }`,
      );
      addDescriptors(root, fromDescriptors(version, loginDescriptors));
      expect(() => createSanitizer({ schemas: [root] })).toThrow(SchemaError);
    });

    it("its JSON does not help, either: all its type names are absolute", () => {
      const set = readFileSync(new URL("../gen/descriptor-set.binpb", import.meta.url));
      const json = fromDescriptors(version, set).toJSON();
      expect(() => createSanitizer({ schemas: [json] })).toThrow(ADVICE);
      const again = protobufjs(version).Root.fromJSON(json as INamespace); // the same, with other types
      expect(() => createSanitizer({ schemas: [again] })).toThrow(ADVICE);
    });

    it("a message that states such a Type prints nothing", () => {
      const type = fromDescriptors(version, loginDescriptors).lookupType("acme.v1.Login");
      const message = type.create({ user: "jane", password: "hunter2" });
      const note = '"<<unknown type, acme.v1.Login>>"';
      expect(createSanitizer().stringify(message)).toBe(note);
      expect(createCsiSanitizer().stringify(message)).toBe(note);
      expect(createSanitizer().stringify(type, message)).toBe(note);
    });

    it("beside a source for all types it works, and types that only it knows are not printed", () => {
      const newer = LOGIN.replace("string user = 1;", "string user = 1; string nickname = 3; bytes key = 4;");
      const root = fromDescriptors(version, textDescriptors(newer, ["acme.v1"]));
      const message = root
        .lookupType("acme.v1.Login")
        .create({ user: "jane", password: "hunter2", nickname: "j" });
      const whole = parseText(version, false, LOGIN);
      for (const schemas of [
        [root, whole],
        [whole, root],
        [whole.toJSON(), root],
      ])
        expect(createSanitizer({ schemas }).toJson(message)).toEqual({ user: "jane", password: STRIPPED });
    });

    it("beside descriptors with their options it works for all types", () => {
      const root = fromDescriptors(version, allDescriptors);
      // Version 7 makes lists of entry messages of the maps in descriptors.
      const message = root.lookupType("csi.v1.NodePublishVolumeRequest").decode(
        toBinary(
          NodePublishVolumeRequestSchema,
          create(NodePublishVolumeRequestSchema, {
            volumeId: "vol-1",
            secrets: { password: "hunter2" },
            volumeContext: { "": "no key", empty: "", "csi.storage.k8s.io/serviceAccount.tokens": "hunter3" },
          }),
        ),
      );
      for (const schemas of [
        [root, allDescriptors],
        [allDescriptors, root],
      ])
        expect(createCsiSanitizer({ schemas }).toJson(message)).toEqual({
          volume_id: "vol-1",
          secrets: STRIPPED,
          volume_context: { "": "no key", empty: "", "csi.storage.k8s.io/serviceAccount.tokens": STRIPPED },
        });
    });

    it("beside a source for some of the types the error names one that is missing", () => {
      const root = fromDescriptors(version, allDescriptors);
      expect(() => createSanitizer({ schemas: [root, csiRegistry] })).toThrow(
        /^schemas: the custom options of (acme|editions|legacy|options|probe|wkt)\.v1\.\w+ are lost/,
      );
    });

    it.each<[string, string]>([
      ["of scalars", ""],
      ["with a map", "map<string, string> labels = 3;"],
      ["that holds messages", "Login next = 3;"],
    ])("its debug_redact counts in a message %s", (_, field) => {
      const marked = LOGIN.replace("string user = 1;", `string user = 1 [debug_redact = true]; ${field}`);
      const root = fromDescriptors(version, textDescriptors(marked, ["acme.v1"]));
      const whole = parseText(version, false, LOGIN);
      const message = { user: "jane", password: "hunter2" };
      const sanitizer = createSanitizer({ schemas: [whole, root] });
      expect(sanitizer.toJson("acme.v1.Login", message)).toEqual({ user: STRIPPED, password: STRIPPED });
    });
  },
);

describe.each(VERSIONS)("protobufjs %i: no false alarm for a Root that was parsed", (version) => {
  const parse = (messages: string): ReflectionRoot =>
    parseText(version, false, `syntax = "proto3"; package acme.v1; ${messages}`);

  it.each<[string, string]>([
    ["without any option", "message Login { string user = 1; }"],
    [
      "without any option, with absolute type names",
      "message Login { string user = 1; .acme.v1.Login next = 2; }",
    ],
    [
      "with standard options only",
      "message Login { string user = 1 [debug_redact = true]; .acme.v1.Login next = 2; }",
    ],
  ])("%s", (_, message) => {
    const root = parse(message);
    // As a Root names the files that it loads.
    Object.assign(root.lookupType("acme.v1.Login"), { filename: "acme/v1/login.proto" });
    expect(() => createSanitizer({ schemas: [root] })).not.toThrow();
  });

  it("of text, if a type name is relative or a field has a custom option", () => {
    for (const next of [
      "Login next = 2;",
      "acme.v1.Login next = 2;",
      ".acme.v1.Login next = 2 [(mine) = 1];",
    ]) {
      const root = parse(`message Login { string user = 1; ${next} }`);
      expect(() => createSanitizer({ schemas: [root] })).not.toThrow();
    }
  });
});

describe("package definitions of @grpc/proto-loader lose custom options, so alone they are refused", () => {
  const csi = loadSync("csi/v1/csi.proto", { includeDirs: [...includeDirs] });
  const probe = loadSync("probe.proto", { includeDirs: [...includeDirs], keepCase: true });
  const login = loadFileDescriptorSetFromBuffer(Buffer.from(loginDescriptors));
  const lost = /^schemas: the custom options of (csi|probe|acme)\.v1\.\w+ are lost .*Pass /;

  it.each<[string, PackageDefinition]>([
    ["from a .proto file", csi],
    ["from a .proto file and what it imports", probe],
    ["from descriptors", login],
    ["services alone", Object.fromEntries(Object.entries(csi).filter(([, one]) => !("format" in one)))],
  ])("%s", (_, definition) => {
    expect(() => createSanitizer({ schemas: [definition] })).toThrow(SchemaError);
    expect(() => createSanitizer({ schemas: [definition] })).toThrow(lost);
  });

  it("with csiRegistry, which the CSI sanitizer brings along, they work for all types of CSI", () => {
    const message = { volume_id: "vol-1", secrets: { password: "hunter2" } };
    const expected = { volume_id: "vol-1", secrets: STRIPPED };
    expect(createCsiSanitizer({ schemas: [csi] }).toJson("csi.v1.NodePublishVolumeRequest", message)).toEqual(
      expected,
    );
    const sanitizer = createSanitizer({ schemas: [csi, csiRegistry] });
    expect(sanitizer.toJson("csi.v1.NodePublishVolumeRequest", message)).toEqual(expected);
  });

  it("beside a source for some of the types the error names one that is missing", () => {
    expect(() => createCsiSanitizer({ schemas: [probe] })).toThrow(
      /the custom options of probe\.v1\.\w+ are lost/,
    );
  });

  it("their debug_redact counts, and fields that they alone know are not printed", () => {
    const marked = LOGIN.replace("user = 1;", "user = 1 [debug_redact = true]; string nickname = 3;");
    const definition = loadFileDescriptorSetFromBuffer(Buffer.from(textDescriptors(marked, ["acme.v1"])));
    const sanitizer = createSanitizer({ schemas: [definition, parseText(7, false, LOGIN)] });
    const message = { user: "jane", password: "hunter2", nickname: "j" };
    expect(sanitizer.toJson("acme.v1.Login", message)).toEqual({ user: STRIPPED, password: STRIPPED });
  });
});

/** Moves the namespaces of one Root into another. */
function addDescriptors(root: object, descriptors: object): void {
  const to = root as { add(object: object): unknown }; // a Root
  const from = descriptors as { nestedArray: readonly object[]; remove(object: object): unknown }; // a Root
  for (const namespace of [...from.nestedArray]) {
    from.remove(namespace);
    to.add(namespace);
  }
}
