import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { createSanitizer, type KeyPattern, type Sanitizer } from "../../src/index.js";
import { file_well_known } from "../gen/well_known_pb.js";
import { casesInTurn, casesOfTest, TURNS } from "../runs.js";
import { expectHidden } from "./every-writer.js";

// Whoever sends JSON decides how it looks. `{"stringValue":"..."}` is a Struct with one key, and looks like a message of Value.

const SECRET = "hunter2-secret";

/** Words of the message form, in all libraries. */
const WORDS: readonly string[] = [
  "fields",
  "values",
  "kind",
  "key",
  "value",
  "case",
  "$case",
  "oneofKind",
  "$type",
  "$typeName",
  "@type",
  ...["null", "number", "string", "bool", "struct", "list"].flatMap((kind) => [
    `${kind}Value`,
    `${kind}_value`,
  ]),
];

/** What may stand under a secret key: a text, or JSON that looks like part of a message. */
const SECRETS: readonly unknown[] = [
  SECRET,
  [SECRET],
  { a: SECRET },
  { stringValue: SECRET },
  { fields: { a: { stringValue: SECRET } } },
  { values: [{ string_value: SECRET }] },
  { structValue: { fields: { a: { stringValue: SECRET } } } },
  { $case: "stringValue", stringValue: SECRET },
];

/** JSON around an object with a secret key. Whichever way it is read, the object is in it. */
const AROUND: Readonly<Record<string, (json: object) => object>> = {
  nothing: (json) => json,
  "another key": (json) => ({ a: json }),
  "a list": (json) => ({ a: [json] }),
  "a Struct": (json) => ({ fields: json }),
  "a value of a Struct": (json) => ({ fields: { a: json } }),
  "a Struct in a Struct": (json) => ({ fields: { a: { structValue: { fields: { b: json } } } } }),
  "entries of a Struct": (json) => ({ fields: [{ key: "a", value: json }] }),
  "pairs of a Struct": (json) => ({ fields: [["a", json]] }),
  "a Value": (json) => ({ structValue: json }),
  "a Value with a Struct": (json) => ({ struct_value: { fields: { a: json } } }),
  "a Value with a list": (json) => ({ listValue: { values: [json] } }),
  "the choice of a Value": (json) => ({ kind: { $case: "structValue", structValue: json } }),
  "the choice of a Value with a value": (json) => ({
    kind: { case: "list_value", value: { values: [json] } },
  }),
  "a name of the choice": (json) => ({ kind: "stringValue", ...json }),
  "a word beside it": (json) => ({ stringValue: "a", ...json }),
};

/** Fields in which such JSON may stand. */
const PLACES: Readonly<Record<string, (json: object) => readonly [type: string, message: object]>> = {
  value: (json) => ["wkt.v1.Singular", { value: json }],
  struct: (json) => ["wkt.v1.Singular", { struct: json }],
  list_value: (json) => ["wkt.v1.Singular", { list_value: [json] }],
  "values of a list": (json) => ["wkt.v1.Lists", { value: [json], struct: [json], list_value: [[json]] }],
  "values of a map": (json) => [
    "wkt.v1.Maps",
    { value: { a: json }, struct: { a: json }, list_value: { a: [json] } },
  ],
  "a value in a oneof": (json) => ["wkt.v1.Choice", { value: json }],
  "a Struct in a oneof": (json) => ["wkt.v1.Choice", { pick: { $case: "struct", struct: json } }],
  "an Any": (json) => ["google.protobuf.Any", { "@type": "x/google.protobuf.Struct", value: { a: json } }],
  "messages in messages": (json) => [
    "wkt.v1.Everything",
    { singular: { value: json }, lists: { struct: [json] } },
  ],
};

/** JSON of another realm. Each realm takes long to make, so there is one. */
const foreign: (text: string) => object = vm.runInNewContext("JSON.parse");

const TYPES = ["Singular", "Lists", "Maps", "Choice"].map((name) => `wkt.v1.${name}`);
const FIELDS = ["value", "struct", "list_value"];

function hiding(...keys: readonly KeyPattern[]): Sanitizer {
  const mapKeys = [
    ...TYPES.flatMap((type) => FIELDS.map((field) => ({ field: `${type}.${field}`, keys }))),
    { field: "google.protobuf.Struct.fields", keys },
  ];
  return createSanitizer({ schemas: [file_well_known], policy: { mapKeys } });
}

/** Made once each, because a sanitizer compiles every type that it meets. */
const byWord = new Map(WORDS.map((word) => [word, hiding(word)]));

function hidingWord(word: string): Sanitizer {
  return byWord.get(word) ?? hiding(word);
}

describe.each(WORDS)("a rule for the key %s of a Struct", (word) => {
  const byKey = hidingWord(word);
  const others = [hiding(new RegExp(`^${word.replace("$", "\\$")}$`)), hiding((key) => key === word)];

  const placesInTurn = casesInTurn(Object.entries(PLACES), WORDS.indexOf(word));
  it.each(placesInTurn)("holds in %s, whatever stands around it", (name, place) => {
    // The words that have this place in their turn have other things around it.
    const turn = Math.floor(WORDS.indexOf(word) / TURNS) + Object.keys(PLACES).indexOf(name);
    for (const [index, around] of casesInTurn([...Object.values(AROUND).entries()], turn)) {
      // Each secret with some of the others: all pairs would take a minute.
      const [type, message] = place(
        around({ [word]: SECRETS[(index + WORDS.indexOf(word)) % SECRETS.length] }),
      );
      expectHidden({ sanitizer: byKey, type, message, secret: SECRET });
    }
  });

  it("and a pattern or a function does the same, also for JSON of another realm", () => {
    for (const [index, sanitizer] of others.entries()) {
      for (const around of casesInTurn(Object.values(AROUND), WORDS.indexOf(word) + index)) {
        const json = foreign(JSON.stringify(around({ [word]: SECRET })));
        const message = { value: json };
        expectHidden({ sanitizer, type: "wkt.v1.Singular", message, secret: SECRET });
      }
    }
  });

  it("and what stands under the key does not decide how the rest is read", () => {
    for (const around of casesOfTest(Object.values(AROUND))) {
      const texts = SECRETS.map((secret) => {
        const message = { value: around({ [word]: secret, b: "open" }) };
        return byKey.stringify("wkt.v1.Singular", message);
      });
      expect(new Set(texts).size).toBe(1);
    }
  });
});

describe("JSON that says it is a message of Value or Struct", () => {
  it.each(WORDS.filter((word) => !word.startsWith("$type")))(
    "is JSON all the same under a rule for %s",
    (word) => {
      const sanitizer = hidingWord(word);
      for (const [field, json] of [
        ["value", { $typeName: "google.protobuf.Value", [word]: SECRET }],
        ["value", { $type: "google.protobuf.Value", [word]: SECRET }],
        ["struct", { $typeName: "google.protobuf.Struct", fields: { a: { [word]: SECRET } } }],
      ] as const) {
        for (const value of [json, foreign(JSON.stringify(json))]) {
          const message = { [field]: value };
          expect(sanitizer.stringify("wkt.v1.Singular", message)).not.toContain(SECRET);
          // Nothing of it is kept.
          expect(
            sanitizer.stringify("wkt.v1.Singular", sanitizer.redact("wkt.v1.Singular", message)),
          ).not.toContain(SECRET);
          expect(JSON.stringify(sanitizer.redact("wkt.v1.Singular", message))).not.toContain(SECRET);
          expect(sanitizer.secretsOf("wkt.v1.Singular", message).scrub(SECRET)).toBe("***stripped***");
        }
      }
    },
  );
});

describe("without a rule for its words", () => {
  const sanitizer = hiding("password");

  it.each<[object, string]>([
    [{ stringValue: "a" }, '{"string_value":"a"}'],
    [
      { structValue: { fields: { a: { stringValue: "b" } } } },
      '{"struct_value":{"fields":{"a":{"string_value":"b"}}}}',
    ],
    [{ kind: { $case: "numberValue", numberValue: 5 } }, '{"number_value":5}'],
    [
      { $typeName: "google.protobuf.Value", kind: { case: "stringValue", value: "a" } },
      '{"string_value":"a"}',
    ],
  ])("%j is read as the message", (value, expected) => {
    expect(sanitizer.stringify("wkt.v1.Singular", { value })).toBe(`{"value":${expected}}`);
  });
});
