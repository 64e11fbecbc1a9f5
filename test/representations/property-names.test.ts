import { create, type DescMessage, toJson } from "@bufbuild/protobuf";
import { protoCamelCase, safeObjectProperty } from "@bufbuild/protobuf/reflect";
import { lowerCamelCase } from "@protobuf-ts/runtime";
import fc from "fast-check";
import protobufjs from "protobufjs";
import { maybeSnakeToCamel } from "ts-proto/build/src/case.js";
import { optionsFromParameter } from "ts-proto/build/src/options.js";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { RenamedSchema } from "../gen/legacy_pb.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { buildFile, messageIn, stringField } from "../schema/build-file.js";
import { parseText, type ReflectionRoot } from "./protobufjs-root.js";

const tsProtoOptions = optionsFromParameter("");

/** The rule of createTypescriptNameForField in the generator of @protobuf-ts, which is private there. */
function escaped(name: string): string {
  return ["__proto__", "toString", "oneofKind"].includes(name) ? `${name}$` : name;
}

/** What each library makes of the name of a field. */
const NAMES: Readonly<Record<string, (name: string) => string>> = {
  "proto name": (name) => name,
  ProtoJSON: protoCamelCase,
  "@bufbuild/protobuf": (name) => safeObjectProperty(protoCamelCase(name)),
  protobufjs: (name) => protobufjs.util.camelCase(name),
  "ts-proto": (name) => maybeSnakeToCamel(name, tsProtoOptions),
  "@protobuf-ts": (name) => escaped(lowerCamelCase(name)),
  "@protobuf-ts with proto names": escaped,
};

const identifier = fc
  .oneof(
    fc.stringMatching(/^[ab][abAB1_]{0,6}$/),
    fc.stringMatching(/^[AB_][AB1_]{0,6}$/),
    fc.constantFrom(
      "to_string",
      "value_of",
      "constructor",
      "hasOwnProperty",
      "oneof_kind",
      "oneofKind",
      "__proto__",
      "USER_ID",
      "user_ID",
      "field_2fa_Code",
    ),
  )
  .filter((name) => /[A-Za-z]/.test(name));

describe.each(Object.entries(NAMES))("the property that a field has: %s", (_, nameOf) => {
  it("is found, for any name of the field", () => {
    fc.assert(
      fc.property(identifier, (name) => {
        const desc = messageType(name);
        const text = createSanitizer().stringify(desc, { [nameOf(name)]: "value" });
        expect(text).toBe(JSON.stringify({ [name]: "value" }));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("is never taken for that of another field, if the other one is secret", () => {
    fc.assert(
      fc.property(fc.uniqueArray(identifier, { minLength: 2, maxLength: 4 }), (names) => {
        const [secret = "", ...open] = names;
        // Where two fields would have one property, the library cannot hold the message.
        fc.pre(new Set(names.map(nameOf)).size === names.length);
        const desc = messageType(secret, ...open);
        const sanitizer = createSanitizer({
          schemas: [desc],
          policy: { fields: [`names.Message.${secret}`] },
        });
        const message = Object.fromEntries(
          names.map((name) => [nameOf(name), name === secret ? "hunter2" : "open"]),
        );
        expect(sanitizer.stringify(desc, message)).not.toContain("hunter2");
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe("a property that could belong to two fields", () => {
  const root = parseText(
    8,
    true,
    `syntax = "proto2"; package names; import "csi/v1/csi.proto"; import "google/protobuf/struct.proto";
     message Texts {
       optional string foo_bar = 1 [(csi.v1.csi_secret) = true];
       optional string fooBar = 2;
       optional string bazQux = 3 [(csi.v1.csi_secret) = true];
       optional string baz_qux = 4;
       optional string one_two = 5;
       optional string oneTwo = 6;
     }
     message Maps { map<string, string> volume_context = 1; map<string, string> volumeContext = 2; }
     message Login { optional string user = 1; optional string password = 2 [(csi.v1.csi_secret) = true]; }
     message Messages { optional Login the_login = 1; map<string, string> theLogin = 2; }
     message Structs { optional Login the_login = 1; optional google.protobuf.Struct theLogin = 2; }`,
  );

  it("belongs to no field if one of them is secret", () => {
    expect(printed(root, "names.Texts", { fooBar: "hunter2" })).toEqual({});
    expect(printed(root, "names.Texts", { foo_bar: "hunter2", fooBar: "hunter3" })).toEqual({
      foo_bar: STRIPPED,
    });
    expect(printed(root, "names.Texts", { bazQux: "hunter2", baz_qux: "a" })).toEqual({
      bazQux: STRIPPED,
      baz_qux: "a",
    });
  });

  it("belongs to the field with this name in the file, if both are open", () => {
    expect(printed(root, "names.Texts", { one_two: "a", oneTwo: "b" })).toEqual({
      one_two: "a",
      oneTwo: "b",
    });
  });

  it("belongs to no field if the keys of one of them are judged", () => {
    const volumeContext = { [SERVICE_ACCOUNT_TOKENS_KEY]: "hunter2" };
    expect(JSON.stringify(printed(root, "names.Maps", { volumeContext }))).not.toContain("hunter2");
    expect(printed(root, "names.Maps", { volume_context: volumeContext })).toEqual({
      volume_context: { [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED },
    });
  });

  it.each(["names.Messages", "names.Structs"])(
    "belongs to no field if one of them holds secrets: %s",
    (typeName) => {
      const login = { user: "jane", password: "hunter2" };
      expect(JSON.stringify(printed(root, typeName, { theLogin: login }))).not.toContain("hunter2");
      expect(printed(root, typeName, { the_login: login })).toEqual({
        the_login: { user: "jane", password: STRIPPED },
      });
    },
  );
});

describe("a JSON name of its own", () => {
  it("is found in ProtoJSON, open or secret", () => {
    const message = create(RenamedSchema, { openRenamed: "a", hiddenRenamed: "hunter2" });
    const json = toJson(RenamedSchema, message);
    expect(json).toEqual({ "Quite-Different": "a", looksOpen: "hunter2" });
    const sanitizer = createSanitizer({ schemas: [registry] });
    expect(sanitizer.toJson("legacy.v1.Renamed", json)).toEqual({
      open_renamed: "a",
      hidden_renamed: STRIPPED,
    });
  });

  it("does not lend a secret the name of an open field", () => {
    const message = create(RenamedSchema, { openSwapped: "a", hiddenSwapped: "hunter2" });
    const json = toJson(RenamedSchema, message);
    expect(json).toEqual({ hidden_swapped: "a", open_swapped: "hunter2" });
    expect(createSanitizer({ schemas: [registry] }).stringify("legacy.v1.Renamed", json)).not.toContain(
      "hunter2",
    );
  });

  it("does not give the name of a map with judged keys to another map", () => {
    const root = parseText(
      8,
      true,
      `syntax = "proto3"; package names;
       message Volume {
         map<string, string> volume_context = 1 [json_name = "labels"];
         map<string, string> labels = 2 [json_name = "volumeContext"];
       }`,
    );
    const tokens = { [SERVICE_ACCOUNT_TOKENS_KEY]: "hunter2" };
    const text = createCsiSanitizer({ schemas: [root] }).stringify("names.Volume", { labels: tokens });
    expect(text).not.toContain("hunter2");
  });
});

function messageType(...names: readonly string[]): DescMessage {
  const field = names.map((name, index) => stringField(name, index + 1, { jsonName: protoCamelCase(name) }));
  const file = buildFile({
    name: "names.proto",
    package: "names",
    messageType: [{ name: "Message", field }],
  });
  return messageIn(file, "names.Message");
}

function printed(root: ReflectionRoot, typeName: string, message: object): unknown {
  return createCsiSanitizer({ schemas: [root] }).toJson(typeName, message);
}
