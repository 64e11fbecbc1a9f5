import {
  create,
  fromBinary,
  type JsonObject,
  type JsonValue,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, MAX_PATTERN_KEY_LENGTH, STRIPPED } from "../../src/index.js";
import { ChoiceSchema, ListsSchema, MapsSchema, OptionalsSchema, ScalarsSchema } from "../gen/probe_pb.js";
import { expectEqual } from "../properties/expect-equal.js";
import { libraries } from "../representations/all-libraries.js";
import { runs } from "../runs.js";
import { testRegistry } from "../schema/test-files.js";

const KEYS = ["password", "token"];
const FIELDS = ["f_string", "f_bytes", "strings", "blobs", "by_string", "to_bytes", "probe.v1.Choice.blob"];
const json = FIELDS.map((field) => ({ field, keys: [...KEYS, /^secret/i] }));
const sanitizer = createSanitizer({ schemas: [testRegistry], policy: { json, detectors: [jwt] } });
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A message for each place where a text can stand. An empty text, where it would count as not set, has none. */
const PLACES: readonly ((text: string) => Message)[] = [
  (text) => create(ScalarsSchema, { fString: text }),
  (text) => create(ScalarsSchema, { fBytes: bytesOf(text) }),
  (text) => create(OptionalsSchema, { fString: text }),
  (text) => create(ListsSchema, { strings: [text, "{}"], blobs: [bytesOf(text)] }),
  (text) => create(MapsSchema, { byString: { a: text }, toBytes: { b: bytesOf(text) } }),
  (text) => create(ChoiceSchema, { pick: { case: "blob", value: bytesOf(text) } }),
];

/** What the sanitizer shows of a text in a string field. */
function shown(text: string): string {
  return Object(sanitizer.toJson(create(ScalarsSchema, { fString: text })))["f_string"] ?? "";
}

/** Checks that all writers agree on a text in all places. @returns what is shown of it. */
function agreed(text: string): string {
  const expected = shown(text);
  for (const place of PLACES) {
    const message = place(text);
    const printed = sanitizer.stringify(message);
    const clean = place(expected);
    const type = message.$typeName;
    const copies = [
      sanitizer.redact(message),
      fromBinary(
        descOf(message),
        sanitizer.redactBinary(type, toBinary(descOf(message), message)) ?? new Uint8Array(0),
      ),
    ];
    for (const copy of copies) {
      expectEqual(copy, clean);
      expectEqual(sanitizer.stringify(copy), printed);
    }
    expectEqual(sanitizer.stringify(type, toBinary(descOf(message), message)), printed);
  }
  return expected;
}

function descOf(message: Message) {
  const desc = testRegistry.getMessage(message.$typeName);
  if (desc === undefined) throw new Error(message.$typeName);
  return desc;
}

/** What a rule should leave of JSON: done again here, in the plainest way. */
function withoutSecrets(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== "object") return value === TOKEN ? STRIPPED : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      KEYS.includes(key) || key.startsWith("secret") ? STRIPPED : withoutSecrets(inner),
    ]),
  );
}

const key = fc.oneof(
  fc.constantFrom(...KEYS, "secretive", "7", "constructor"),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const leaf = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }).filter((text) => !/[[{]/.test(text)),
  fc.constant(TOKEN),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
  fc.boolean(),
  fc.constant(null),
);
const { object } = fc.letrec<{ value: JsonValue; object: JsonObject; list: JsonValue[] }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, tie("object"), tie("list")),
  object: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  list: fc.array(tie("value"), { maxLength: 4 }),
}));

describe("a rule for JSON judges a text by its keys, at every depth", () => {
  it("for example", () => {
    expect(agreed('{ "user": "ann",\n "token": {"a": [1, "x"]}, "list": [{"password":"x"}, 2.50] }')).toBe(
      `{ "user": "ann",\n "token": "${STRIPPED}", "list": [{"password":"${STRIPPED}"}, 2.50] }`,
    );
  });

  it("whatever the JSON is, in all places, for all writers", () => {
    fc.assert(
      fc.property(object, fc.constantFrom(0, 1, "\t"), (value, indent) => {
        expectEqual(JSON.parse(agreed(JSON.stringify(value, null, indent))), withoutSecrets(value));
      }),
    );
  });

  it("text without secrets stays as it is, character by character", () => {
    for (const text of [
      "",
      "{}",
      "[ ]",
      "[1E2, -0.0, 12345678901234567890, true ,null]",
      '{"\\u0061\\/":"\\u00e9"}',
    ])
      expect(agreed(text)).toBe(text);
  });

  it("a secret key may be written with escapes", () => {
    expect(agreed('{"to\\u006ben":"x","\\u0070assword":1}')).toBe(
      `{"to\\u006ben":"${STRIPPED}","\\u0070assword":"${STRIPPED}"}`,
    );
  });

  it("the value under a key that is too long for patterns is hidden", () => {
    const long = "k".repeat(MAX_PATTERN_KEY_LENGTH + 1);
    expect(shown(`{"${long}":1}`)).toBe(`{"${long}":"${STRIPPED}"}`);
  });

  it("a detector finds credentials in strings, not in the whole text", () => {
    expect(agreed(`{"a":"${TOKEN}","b":["${TOKEN.replace(".", "\\u002e")}",1]}`)).toBe(
      `{"a":"${STRIPPED}","b":["${STRIPPED}",1]}`,
    );
  });
});

describe("JSON in a string of the JSON is judged in the same way", () => {
  it("at any depth of quotation", () => {
    let text = '{"token":"x","a":1}';
    let expected = `{"token":"${STRIPPED}","a":1}`;
    for (let depth = 0; depth < 5; depth++) {
      text = JSON.stringify({ note: text, list: [text] });
      expected = JSON.stringify({ note: expected, list: [expected] });
    }
    expect(agreed(text)).toBe(expected);
  });

  it.each([
    '{"token":"x"} and more',
    '\ufeff{"token":"x"}',
    ' {"a":1,"a":{"token":"x"}}',
    JSON.stringify('{"token":"x"}'),
    "[{'token':\"x\"}]",
    "{'token': 'x'}",
  ])("and hidden as a whole if it is not clear: %j", (inner) => {
    expect(agreed(JSON.stringify({ inner, a: 1 }))).toBe(`{"inner":"${STRIPPED}","a":1}`);
  });

  it.each(["[::1]:8080", "{3f2504e0-4f89}", '"etag"', 'say "hello"', "{{ .Values }}"])(
    "but a text that cannot have a key in quotes is a text: %j",
    (inner) => {
      expect(agreed(JSON.stringify({ inner }))).toBe(JSON.stringify({ inner }));
    },
  );
});

/** A text for each way in which JSON is not clear. */
const UNCLEAR: Readonly<Record<string, string>> = {
  "no JSON": "hunter2",
  "white space": " ",
  "a string": '"hunter2"',
  "a number": "123456",
  "a word": "true",
  "more behind it": '{"a":"hunter2"} {"b":1}',
  "a byte order mark": '\ufeff{"a":"hunter2"}',
  "a comma too many": '{"a":"hunter2",}',
  "a comment": '{"a":"hunter2"/**/}',
  "a key without quotes": '{a:"hunter2"}',
  "a key that comes twice": '{"a":"hunter2","a":1}',
  "a key that comes twice, with escapes": '{"token":"hunter2","to\\u006ben":1}',
  "a key that comes twice, deep inside": '[[{"b":{"a":"hunter2","a":1}}]]',
  "the prototype": '{"__proto__":{"a":"hunter2"}}',
  "the prototype, with escapes": '{"\\u005f_proto__":{"a":"hunter2"}}',
  "a number that is infinite": '{"a":1e999,"b":"hunter2"}',
  "half of a surrogate pair": '{"a":"\\ud800","b":"hunter2"}',
  "half of a surrogate pair in a key": '{"tok\\udc00en":1,"b":"hunter2"}',
  "101 levels": `${'{"a":'.repeat(101)}"hunter2"${"}".repeat(101)}`,
  "a credential in a key": `{"${TOKEN}":1,"b":"hunter2"}`,
};

describe("JSON that is not clear is hidden as a whole", () => {
  it.each(Object.entries(UNCLEAR))("%s", (_, text) => {
    expect(agreed(text)).toBe(STRIPPED);
    expect(sanitizer.secretsOf(create(ScalarsSchema, { fString: text })).scrub(`got ${text}`)).not.toContain(
      "hunter2",
    );
  });

  it("and so are bytes that are not UTF-8", () => {
    const fBytes = Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(sanitizer.toJson(create(ScalarsSchema, { fBytes }))).toEqual({ f_bytes: STRIPPED });
  });

  it("100 levels are clear", () => {
    const text = `${'{"a":'.repeat(100)}1${"}".repeat(100)}`;
    expect(shown(text)).toBe(text);
  });

  it("no random change of JSON shows a secret", () => {
    const place = fc.nat(40);
    const change = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom('"', "\\", "{", "}", ",", ":", "]", "\u0000"),
    );
    fc.assert(
      fc.property(place, place, change, (from, length, inserted) => {
        const text = '{"a":[{"token":"hunter2"},"b"],"password":{"c":"hunter2"}}';
        const changed = text.slice(0, from) + inserted + text.slice(from + (length % 3));
        // A change of the key may make it another one, or cut the secret.
        if (!/"token":"hunter2"/.test(changed) || !/"password":\{"c":"hunter2"/.test(changed)) return;
        expect(shown(changed)).not.toContain("hunter2");
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe("non-interference: what is hidden does not show", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  const hidden = fc.oneof(
    fc.json(),
    fc.constantFrom(
      `"${STRIPPED}"`,
      "{ }",
      '{"a":1,"a":2,"__proto__":"\\ud800"}',
      "1e999",
      '"\\"}"',
      '"\\\\"',
      nested(5000),
      JSON.stringify('{"a":1,'),
    ),
  );

  it("two texts that differ only in hidden values look alike, in all writers", () => {
    fc.assert(
      fc.property(hidden, hidden, (one, other) => {
        const text = (value: string): string =>
          `{"a" : 1,"token":${value}, "b":[{"password" :${value} }], "c":${JSON.stringify(`{"\\u0061":"\\/","token":${value}}`)}}`;
        expectEqual(agreed(text(one)), agreed(text(other)));
      }),
    );
  });
});

describe("the hidden values are known as secrets", () => {
  it("strings, numbers as they are written, and all of what is not clear", () => {
    const text = JSON.stringify({
      a: "open-value",
      token: ["hunter2-inside", { b: 1 }],
      c: '{"password":"hunter3-quoted"}',
    });
    const message = create(ListsSchema, {
      strings: [text, '{"token":12345678901234567890}'],
      blobs: [bytesOf(text.replaceAll("hunter", "fisher")), bytesOf("no-json-at-all")],
    });
    const secrets = sanitizer.secretsOf(message);
    const line =
      "open-value hunter2-inside hunter3-quoted 12345678901234567890 fisher2-inside no-json-at-all";
    expect(secrets.scrub(line)).toBe(`open-value${` ${STRIPPED}`.repeat(5)}`);
  });
});

describe.each(libraries.filter((library) => library.knows("probe.v1.Lists")))("$name", (library) => {
  it("a message with JSON prints, and is copied, as a message of @bufbuild/protobuf", () => {
    const texts = ['{ "user": "ann", "token": "x" }', "no json", '{"a":1}'];
    for (const place of PLACES) {
      for (const text of texts) {
        const message = place(text);
        const type = message.$typeName;
        if (!library.knows(type)) continue;
        const other = library.decode(type, toBinary(descOf(message), message));
        const printed = sanitizer.stringify(message);
        expectEqual(sanitizer.stringify(type, other), printed);
        expectEqual(sanitizer.stringify(type, sanitizer.redact(type, other)), printed);
      }
    }
  });
});
