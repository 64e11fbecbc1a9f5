import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { expectAgreement, expectHidden } from "./every-writer.js";
import { parseText, VERSIONS } from "./protobufjs-root.js";

// protoc allows a oneof whose derived name is the name, the json_name or a derived name of a field. The property belongs to the
// field: its value never says which member of the oneof is set.

const SECRET = "hunter2-secret";

/** Names of a oneof, the name of a field that libraries give the same property, and that property. */
const NAMES: readonly (readonly [oneof: string, field: string, property: string])[] = [
  ["my_choice", "myChoice", "myChoice"],
  ["myChoice", "my_choice", "myChoice"],
  ["my_choice_2", "myChoice2", "myChoice2"],
  ["my_choice_2", "my_choice2", "myChoice2"],
  ["MY_CHOICE", "MYCHOICE", "MYCHOICE"],
  ["_pick", "_pick_", "_pick_"],
  ["a1b", "a1B", "a1B"],
  ["choice", 'other [json_name = "choice"]', "choice"],
  ["my_choice", 'other [json_name = "myChoice"]', "myChoice"],
];

/** Types of the field, and values that would name a member, or hold one, if they were the choice. */
const TYPES: Readonly<Record<string, readonly unknown[]>> = {
  string: ["alpha", "beta", "other"],
  bytes: [new TextEncoder().encode("beta"), "beta"],
  Kind: ["alpha", "beta", 1],
  Choice: [
    { case: "beta", value: SECRET },
    { $case: "alpha", alpha: SECRET },
    { oneofKind: "beta", beta: SECRET },
    Object.create({ $case: "beta", beta: SECRET }),
  ],
  "map<string, string>": [
    { case: "beta", value: SECRET },
    { $case: "alpha", alpha: SECRET },
  ],
  "repeated string": [["alpha"], ["beta"]],
  "google.protobuf.Value": ["beta", { case: "beta", value: SECRET }],
  "google.protobuf.Struct": [{ case: "beta", value: SECRET }],
  "google.protobuf.StringValue": ["beta", { value: "beta" }],
};

/** The name of the message with a field of a type. */
function orderWith(type: string): string {
  return `shop.v1.Order${Object.keys(TYPES).indexOf(type)}`;
}

/** A schema with such a message for each type: parsing one for each would take most of the time. */
function schema(version: 7 | 8, oneof: string, field: string, secret: "oneof" | "field") {
  const [name = "", options] = field.split(" [");
  const secretOption = "debug_redact = true";
  const ofField = [
    ...(options === undefined ? [] : [options.slice(0, -1)]),
    ...(secret === "field" ? [secretOption] : []),
  ];
  const ofMember = secret === "oneof" ? ` [${secretOption}]` : "";
  return parseText(
    version,
    true,
    `syntax = "proto3"; package shop.v1;
    import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto";
    enum Kind { zero = 0; alpha = 1; beta = 2; }
    message Choice { string case = 1; string value = 2; string alpha = 3; string beta = 4; string oneofKind = 5; }
    ${Object.keys(TYPES)
      .map(
        (type) => `message ${orderWith(type).slice("shop.v1.".length)} {
          oneof ${oneof} { string alpha = 1${ofMember}; string beta = 2${ofMember}; }
          ${type} ${name} = 3${ofField.length > 0 ? ` [${ofField.join(", ")}]` : ""};
        }`,
      )
      .join("\n")}`,
  );
}

describe.each(VERSIONS)("with a schema of protobufjs %s", (version) => {
  describe.each(NAMES)("oneof %s beside a field %s", (oneof, field, property) => {
    const hidingField = createSanitizer({ schemas: [schema(version, oneof, field, "field")] });
    const hidingMembers = createSanitizer({ schemas: [schema(version, oneof, field, "oneof")] });

    it.each(Object.entries(TYPES))("a secret field of type %s is no choice", (name, values) => {
      const [sanitizer, type] = [hidingField, orderWith(name)];
      const texts = values.map((value) =>
        expectAgreement({ sanitizer, type, message: { alpha: "A", [property]: value } }),
      );
      // Whatever stands there.
      expect(new Set(texts).size).toBe(1);
      expect(Object.values(JSON.parse(texts[0] ?? "{}")).sort()).toEqual(["***stripped***", "A"]);
    });

    it.each(Object.entries(TYPES))(
      "nor does an open field of type %s take a secret member away",
      (name, values) => {
        const [sanitizer, type] = [hidingMembers, orderWith(name)];
        for (const value of values) {
          const message = { alpha: "first-secret", [property]: value };
          const text = expectHidden({ sanitizer, type, message, secret: "first-secret" });
          expect(text).toContain('"alpha":"***stripped***"');
        }
      },
    );
  });
});

describe("messages of @bufbuild/protobuf", () => {
  const sanitizer = createSanitizer({ schemas: [schema(8, "my_choice", "myChoice", "oneof")] });

  it.each(Object.entries(TYPES))("a field of type %s is no choice either", (type, values) => {
    for (const value of values) {
      const message = { $typeName: orderWith(type), myChoice: value };
      // The library gives both the same property, so it cannot hold the oneof.
      for (const one of [message, sanitizer.redact(message)]) {
        const printed = Object(sanitizer.toJson(orderWith(type), one));
        expect(printed).not.toHaveProperty("alpha");
        expect(printed).not.toHaveProperty("beta");
      }
    }
  });
});

describe("a oneof that no field has the name of", () => {
  const sanitizer = createSanitizer({ schemas: [schema(8, "my_choice", "other", "oneof")] });
  const type = orderWith("string");

  it.each(["my_choice", "myChoice"])("still has its choice under %s", (name) => {
    for (const choice of [
      { $case: "beta", beta: SECRET },
      { case: "beta", value: SECRET },
      { oneofKind: "beta", beta: SECRET },
    ]) {
      const message = { [name]: choice };
      expect(expectHidden({ sanitizer, type, message, secret: SECRET })).toBe('{"beta":"***stripped***"}');
    }
  });

  it("or its name, for proto-loader with `oneofs`", () => {
    const message = { alpha: "a", beta: SECRET, my_choice: "beta" };
    expect(expectHidden({ sanitizer, type, message, secret: SECRET })).toBe('{"beta":"***stripped***"}');
  });
});
