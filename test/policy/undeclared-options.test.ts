import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Policy } from "../../src/index.js";

/** What two .proto files say, each parsed alone: the Root of the second one does not know the options that it uses. */
const declaring = protobuf.parse(`syntax = "proto2"; package acme;
  enum Level { PUBLIC = 0; SECRET = 1 [debug_redact = true]; CONFIDENTIAL = 1; option allow_alias = true; }
  message Meta { optional Level level = 1; }
  extend google.protobuf.FieldOptions {
    optional Level level = 50001;
    optional Meta meta = 50002;
    optional bool sensitive = 50003;
  }
  message Marked { optional string a = 1 [(level) = SECRET]; optional string b = 2 [(meta) = { level: SECRET }]; }`).root;
const using = protobuf.parse(`syntax = "proto3"; package app;
  message Login {
    string pin = 1 [(acme.level) = SECRET];
    string code = 2 [(acme.meta).level = SECRET];
    string key = 3 [(acme.meta) = { level: SECRET }];
    string flag = 4 [(acme.sensitive) = true];
    string name = 5 [(acme.sensitive) = false];
    string city = 6;
  }`).root;

describe.each([
  ["Roots", [declaring, using]],
  ["JSON of Roots", [declaring.toJSON(), using.toJSON()]],
])("of an option that is declared in another schema than the one that uses it, by %s", (_, schemas) => {
  const shown = (policy: Policy): readonly string[] =>
    createSanitizer({ schemas, policy, onSuspect: "ignore" })
      .explain("app.Login")
      .flatMap(({ field, verdict }) => (verdict === "open" ? field.slice("app.Login.".length) : []));

  it("an enum value may be marked, so a rule with the name of the option alone counts", () => {
    expect(shown({ fieldOptions: ["acme.level"] })).toEqual(["code", "key", "flag", "name", "city"]);
    expect(shown({ fieldOptions: ["acme.meta"] })).toEqual(["pin", "flag", "name", "city"]);
  });

  it("a bool is known", () => {
    expect(shown({ optional: { fieldOptions: ["acme.sensitive"] } })).not.toContain("flag");
    expect(shown({ optional: { fieldOptions: ["acme.sensitive"] } })).toContain("name");
  });

  it("an enum value may have another name, so that it is not a value opens no field", () => {
    expect(
      shown({ unlisted: "secret", optional: { open: [{ option: "acme.level", not: ["CONFIDENTIAL"] }] } }),
    ).toEqual([]);
  });
});
