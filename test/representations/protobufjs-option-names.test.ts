import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Policy, STRIPPED } from "../../src/index.js";
import { csiOptions, protoPath } from "./proto-files.js";
import { parseText, type ReflectionRoot, VERSIONS, type Version } from "./protobufjs-root.js";

const DESCRIPTOR = `import "google/protobuf/descriptor.proto";`;
const CSI = `import "csi/v1/csi.proto";`;

describe.each(VERSIONS)("protobufjs %i: options are found under every spelling", (version) => {
  describe.each([true, false])("keepCase: %s", (keepCase) => {
    const parse = (text: string): ReflectionRoot =>
      parseText(version, keepCase, `syntax = "proto3"; ${text}`);

    it.each(["(csi.v1.csi_secret)", "(.csi.v1.csi_secret)", "( csi.v1.csi_secret )"])(
      "%s in another package",
      (option) => {
        const root = parse(
          `package acme.v1; ${CSI} message Login { string password = 1 [${option} = true]; }`,
        );
        expect(print(root, "acme.v1.Login")).toEqual({ password: STRIPPED });
      },
    );

    it.each(["(csi_secret)", "(v1.csi_secret)", "(csi.v1.csi_secret)"])("%s in its own package", (option) => {
      const root = parse(
        `package csi.v1; ${DESCRIPTOR} extend google.protobuf.FieldOptions { bool csi_secret = 1059; }
         message Login { string password = 1 [${option} = true]; }`,
      );
      expect(print(root, "csi.v1.Login")).toEqual({ password: STRIPPED });
    });

    it("in a package inside of its own, and in a nested message", () => {
      const root = parse(
        `package csi.v1.inner; ${CSI} message Outer { message Login { string password = 1 [(csi_secret) = true]; } }`,
      );
      expect(print(root, "csi.v1.inner.Outer.Login")).toEqual({ password: STRIPPED });
    });

    it("if it is declared in a message, and if the field is in that message", () => {
      const root = parse(
        `package acme.v1; ${DESCRIPTOR}
         message Scope {
           extend google.protobuf.FieldOptions { bool pii = 50900; }
           message Login { string password = 1 [(pii) = true]; }
         }
         message Outside { string password = 1 [(Scope.pii) = true]; }
         message Absolute { string password = 1 [(.acme.v1.Scope.pii) = true]; }`,
      );
      const policy = { fieldOptions: ["acme.v1.Scope.pii"] };
      for (const type of ["acme.v1.Scope.Login", "acme.v1.Outside", "acme.v1.Absolute"])
        expect(print(root, type, policy)).toEqual({ password: STRIPPED });
    });

    it("an option of the same name in an inner scope is another option", () => {
      const root = parse(
        `package acme.v1; ${DESCRIPTOR} extend google.protobuf.FieldOptions { bool pii = 50900; }
         message Inner {
           extend google.protobuf.FieldOptions { bool pii = 50901; }
           string user = 1 [(pii) = true];
           string password = 2 [(acme.v1.pii) = true];
         }
         message Outer { string user = 1; string password = 2 [(pii) = true]; }`,
      );
      const outer = { fieldOptions: ["acme.v1.pii"] };
      expect(print(root, "acme.v1.Inner", outer)).toEqual({ user: "a value", password: STRIPPED });
      expect(print(root, "acme.v1.Outer", outer)).toEqual({ user: "a value", password: STRIPPED });
      const inner = { fieldOptions: ["acme.v1.Inner.pii"] };
      expect(print(root, "acme.v1.Inner", inner)).toEqual({ user: STRIPPED, password: "a value" });
      expect(print(root, "acme.v1.Outer", inner)).toEqual({ user: "a value", password: "a value" });
    });

    it("another thing with its name in an inner scope is not an option", () => {
      const root = parse(
        `package acme.v1; ${DESCRIPTOR} extend google.protobuf.FieldOptions { bool pii = 50900; }
         message Login { message pii {} string user = 1; string password = 2 [(pii) = true]; }
         message Other { string password = 1 [(pii) = true]; }`,
      );
      const login = print(root, "acme.v1.Login", { fieldOptions: ["acme.v1.pii"] });
      expect(login).toEqual({ user: "a value", password: STRIPPED });
    });

    it("an option with capital letters in its name", () => {
      const root = parse(
        `package acme.v1; ${DESCRIPTOR} extend google.protobuf.FieldOptions { bool piiData = 50900; bool PII = 50901; }
         message Login { string user = 1 [(PII) = true]; string password = 2 [(piiData) = true]; }`,
      );
      const policy = { fieldOptions: ["acme.v1.piiData", "acme.v1.PII"] };
      expect(print(root, "acme.v1.Login", policy)).toEqual({ user: STRIPPED, password: STRIPPED });
    });

    it("an option whose extension is not loaded counts under every name that it could have", () => {
      const root = parseUnloaded(version, keepCase);
      expect(print(root, "acme.v1.Login")).toEqual({ user: "a value", password: STRIPPED, pin: STRIPPED });
    });
  });
});

it("the csi.proto of these tests declares the options as csi.proto does", () => {
  const whole = linesOf(protoPath("csi/v1/csi.proto"));
  const options = linesOf(csiOptions);
  expect(options).toContain("bool csi_secret = 1059;");
  expect(whole).toEqual(expect.arrayContaining(options));
});

function linesOf(path: string): string[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.map((line) => line.trim()).filter((line) => !line.startsWith("//"));
}

/** A Root of a file that uses csi_secret, without the file that declares it. */
function parseUnloaded(version: Version, keepCase: boolean): ReflectionRoot {
  return parseText(
    version,
    keepCase,
    `syntax = "proto3"; package acme.v1;
     message Login {
       string user = 1 [(csi.v1.csi_secret) = false];
       string password = 2 [(csi.v1.csi_secret) = true];
       string pin = 3 [(.csi.v1.csi_secret) = true];
     }`,
  );
}

function print(root: ReflectionRoot, typeName: string, policy: Policy = {}): unknown {
  const type = root.lookupType(typeName);
  const message = type.create(Object.fromEntries(Object.keys(type.fields).map((name) => [name, "a value"])));
  const direct = createSanitizer({ schemas: [root], policy }).toJson(message);
  const fromJson = createSanitizer({ schemas: [root.toJSON()], policy }).toJson(typeName, message);
  expect(fromJson).toEqual(direct);
  return direct;
}
