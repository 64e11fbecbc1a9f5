import { describe, expect, it } from "vitest";
import { createCsiSanitizer, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { parsedRoot, parseText, protobufjs, VERSIONS } from "./protobufjs-root.js";

const DESCRIPTOR = `import "google/protobuf/descriptor.proto";`;

describe.each(VERSIONS)("protobufjs %i: extensions of a message", (version) => {
  const root = parseText(
    version,
    false,
    `syntax = "proto2"; package acme.v1; ${DESCRIPTOR} import "legacy.proto";
     extend google.protobuf.FieldOptions { optional bool acme_secret = 50900; repeated bool acme_secrets = 50901; }
     extend legacy.v1.Extendable {
       optional string ext_open = 150;
       optional string ext_password = 151 [(acme_secret) = true];
       optional string ext_pin = 152 [(acme_secrets) = true, (acme_secrets) = false];
       optional string ext_debug = 153 [debug_redact = true];
     }
     message Uses { optional string a = 1 [(acme_secret) = true, (acme_secrets) = true]; }`,
  );
  const type = root.lookupType("legacy.v1.Extendable");
  const message = type.create({
    open: "a value",
    ".acme.v1.extOpen": "of an extension",
    ".acme.v1.extPassword": "hunter2",
    ".acme.v1.extPin": "1234",
    ".acme.v1.extDebug": "hunter3",
  });
  const policy = { fieldOptions: ["acme.v1.acme_secret", "acme.v1.acme_secrets", "debug_redact"] };

  it("are not printed, as in every other representation", () => {
    expect(createSanitizer({ schemas: [root], policy }).toJson(message)).toEqual({ open: "a value" });
    expect(createSanitizer({ schemas: [registry] }).toJson(message)).toEqual({ open: "a value" });
  });

  it("are not fields of the extended type", () => {
    const fields = createSanitizer({ schemas: [root], policy }).explain("legacy.v1.Extendable");
    expect(fields.map(({ field }) => field)).toEqual([
      "legacy.v1.Extendable.open",
      "legacy.v1.Extendable.hidden",
    ]);
  });
});

describe.each(VERSIONS)("protobufjs %i: names of fields", (version) => {
  it.each([true, false])("a group has the name of its type in small letters (keepCase: %s)", (keepCase) => {
    const root = parsedRoot(version, keepCase);
    const message = root.lookupType("legacy.v1.Groups").fromObject({
      openGroup: { open: "a", hidden: "b", inner: { hidden: "c" } },
      openGroups: [{ open: "d" }],
    });
    const expected = {
      opengroup: { open: "a", hidden: STRIPPED, inner: { hidden: STRIPPED } },
      opengroups: [{ open: "d" }],
    };
    for (const schemas of [[root], [root.toJSON()], [registry]])
      expect(createSanitizer({ schemas }).toJson("legacy.v1.Groups", message)).toEqual(expected);
  });

  it("with keepCase, capital letters are the file's", () => {
    const root = parsedRoot(version, true);
    const message = { toJSON: "a", hiddenCamel: "b" };
    for (const schemas of [[root], [root.toJSON()]]) {
      const sanitizer = createSanitizer({ schemas, policy: { fields: ["legacy.v1.CamelTraps.toJSON"] } });
      expect(sanitizer.stringify("legacy.v1.CamelTraps", message)).toBe(
        '{"hiddenCamel":"***stripped***","toJSON":"***stripped***"}',
      );
    }
    const byOption = createSanitizer({ schemas: [root.toJSON()] });
    expect(byOption.toJson("legacy.v1.CamelTraps", message)).toEqual({ toJSON: "a", hiddenCamel: STRIPPED });
  });

  it("without, a rule may name a field as the file does, or as the property is called", () => {
    const root = parseText(
      version,
      false,
      `syntax = "proto3"; package acme.v1;
       message Login {
         string userName = 1; string pass_word = 2; map<string, string> volume_context = 3;
         map<string, string> moreContext = 4;
       }`,
    );
    const message = {
      userName: "jane",
      passWord: "hunter2",
      volumeContext: { token: "hunter3" },
      moreContext: { token: "hunter4" },
    };
    for (const schemas of [[root], [root.toJSON()]]) {
      const sanitizer = createSanitizer({
        schemas,
        policy: {
          fields: ["acme.v1.Login.userName", "acme.v1.Login.pass_word"],
          mapKeys: [
            { field: "volume_context", keys: ["token"] },
            { field: "acme.v1.Login.moreContext", keys: ["token"] },
          ],
        },
      });
      const text = sanitizer.stringify("acme.v1.Login", message);
      expect(text).not.toMatch(/jane|hunter/);
    }
  });
});

describe.each(VERSIONS)(
  "protobufjs %i: a Root of which one file was loaded with keepCase, another without",
  (version) => {
    const { Root, parse } = protobufjs(version);
    const root = new Root();
    parse('syntax = "proto3"; package a; message Kept { string pass_word = 1; string userName = 2; }', root, {
      keepCase: true,
    });
    parse(
      'syntax = "proto3"; package b; message Changed { map<string, string> volume_context = 1; string pass_word = 2; }',
      root,
      { keepCase: false },
    );

    it("service account tokens in volume_context are stripped", () => {
      for (const schemas of [[root], [root.toJSON()]]) {
        const volumeContext = { [SERVICE_ACCOUNT_TOKENS_KEY]: "hunter2" };
        expect(createCsiSanitizer({ schemas }).stringify("b.Changed", { volumeContext })).not.toContain(
          "hunter2",
        );
      }
    });

    it("rules that name fields as the files do still match", () => {
      for (const schemas of [[root], [root.toJSON()]]) {
        const sanitizer = createSanitizer({
          schemas,
          policy: {
            fields: ["a.Kept.pass_word", "a.Kept.userName", "b.Changed.pass_word"],
            mapKeys: [{ field: "volume_context", keys: ["token"] }],
          },
        });
        const changed = { volumeContext: { token: "hunter2" }, passWord: "hunter3" };
        expect(sanitizer.stringify("b.Changed", changed)).not.toContain("hunter");
        expect(sanitizer.stringify("a.Kept", { pass_word: "hunter2", userName: "hunter3" })).not.toContain(
          "hunter",
        );
      }
    });
  },
);

describe.each(VERSIONS)("protobufjs %i: a type or namespace that stands in no Root", (version) => {
  const { Field, Namespace, Type } = protobufjs(version);
  const login = (): InstanceType<typeof Type> =>
    new Type("Login")
      .add(new Field("user", 1, "string"))
      .add(new Field("password", 2, "string", undefined, undefined, { debug_redact: true }));

  it("a Type alone", () => {
    const type = login();
    const message = type.create({ user: "jane", password: "hunter2" });
    const expected = { user: "jane", password: STRIPPED };
    expect(createSanitizer({ schemas: [type] }).toJson(message)).toEqual(expected);
    expect(createSanitizer().toJson(type, message)).toEqual(expected);
  });

  it("a Type in a Namespace", () => {
    const type = login();
    const namespace = new Namespace("acme").add(type);
    const message = type.create({ user: "jane", password: "hunter2" });
    expect(createSanitizer({ schemas: [namespace] }).toJson(message)).toEqual({
      user: "jane",
      password: STRIPPED,
    });
  });
});
