import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, type SanitizerFormat } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { any, bytes, field, varint } from "../wire-fields.js";
import { redactedBytes } from "./redacted-bytes.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package app.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/field_mask.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/wrappers.proto";
  enum Plan { NONE = 0; PAID = 1; }
  message Leaf { string open = 1; string hidden = 2 [debug_redact = true]; }
  message All {
    google.protobuf.Any one = 1;
    repeated google.protobuf.Any list = 2;
    map<string, google.protobuf.Any> map = 3;
    map<string, string> texts = 4;
    map<string, Leaf> leaves = 5;
    map<string, int32> numbers = 6;
    map<string, Plan> plans = 7;
    repeated string strings = 8;
    google.protobuf.FieldMask mask = 9;
    google.protobuf.Struct struct = 10;
    google.protobuf.Value value = 11;
    google.protobuf.StringValue wrapped = 12;
    map<string, google.protobuf.Value> values = 13;
    map<string, string> hidden_map = 14 [debug_redact = true];
    repeated Leaf hidden_list = 15 [debug_redact = true];
    oneof pick { string text = 16; string hidden_text = 17 [debug_redact = true]; Leaf hidden_leaf = 18 [debug_redact = true]; }
    bytes hidden_bytes = 19 [debug_redact = true];
    bool hidden_bool = 20 [debug_redact = true];
    map<string, bytes> blobs = 21;
  }`,
);
const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];
const sanitizers = FORMATS.map((format) =>
  createSanitizer({
    schemas: [root],
    format,
    policy: [
      { detectors: [jwt] },
      {
        mapKeys: ["texts", "leaves", "numbers", "plans", "struct", "value", "blobs"].map((one) => ({
          field: one,
          keys: ["password"],
        })),
      },
    ],
  }),
);

const TYPE = "app.v1.All";
const TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const entry = (key: string, value: Uint8Array): Uint8Array => bytes(field(1, key), value);
const text = (value: string): Uint8Array => field(3, value);
const anys: Readonly<Record<string, Uint8Array>> = {
  "a credential in its type URL": any(`x/${TOKEN}`, "payload"),
  "a credential in its type URL and no payload": field(1, `x/${TOKEN}`),
  "a known type": any("x/app.v1.Leaf", field(1, "a"), field(2, "b")),
  "a known type and no payload": field(1, "x/app.v1.Leaf"),
  "an unknown type": any("x/no.such.Type", "payload"),
  "no type URL": field(2, "payload"),
  "nothing in it": bytes(),
  "an Any in it": any("x/google.protobuf.Any", any(`x/${TOKEN}`, "payload")),
  "an empty Any in it": any("x/google.protobuf.Any"),
};

const messages: Readonly<Record<string, Uint8Array>> = {
  "the empty message": bytes(),
  "a message with unknown fields only": bytes(field(99, "unknown"), varint(100, 1)),
  ...Object.fromEntries(
    Object.entries(anys).flatMap(([name, one]) => [
      [`a field with an Any with ${name}`, field(1, one)],
      [`a list of Anys with ${name}`, bytes(field(2, one), field(2, one))],
      [`a map of Anys with ${name}`, field(3, entry("key", field(2, one)))],
    ]),
  ),
  "a credential as the key of a string": field(4, entry(TOKEN, field(2, "v"))),
  "a credential as the key of a message": field(5, entry(TOKEN, field(2, field(1, "a")))),
  "a credential as the key of an empty message": field(5, entry(TOKEN, field(2, ""))),
  "a credential as the key of a number": field(6, entry(TOKEN, varint(2, 7))),
  "a credential as the key of an enum": field(7, entry(TOKEN, varint(2, 1))),
  "a credential as the key of an Any": field(3, entry(TOKEN, field(2, any("x/app.v1.Leaf")))),
  "a credential as the key of a JSON value": field(13, entry(TOKEN, field(2, text("a")))),
  "a credential as the key of bytes": field(21, entry(TOKEN, field(2, "a"))),
  "several credentials as keys, and the marker": bytes(
    field(6, entry(TOKEN, varint(2, 7))),
    field(6, entry("***stripped***", varint(2, 3))),
    field(6, entry(`${TOKEN}a`, varint(2, 8))),
    field(6, entry("open", varint(2, 9))),
  ),
  "secret keys": bytes(
    field(4, entry("password", field(2, "v"))),
    field(5, entry("password", field(2, field(1, "a")))),
    field(6, entry("password", varint(2, 7))),
    field(7, entry("password", varint(2, 1))),
    field(21, entry("password", field(2, "a"))),
  ),
  "credentials in strings": bytes(field(8, TOKEN), field(8, "open"), field(12, field(1, TOKEN))),
  "a credential in a field mask": field(9, bytes(field(1, "a"), field(1, TOKEN), field(1, "b"))),
  "a Struct with secret and credential keys": field(
    10,
    bytes(
      ...["password", TOKEN, "open"].map((key) => field(1, entry(key, field(2, text("a"))))),
      field(1, entry("credential", field(2, text(TOKEN)))),
    ),
  ),
  "a Value with a Struct": field(11, field(5, field(1, entry("password", field(2, varint(4, 1)))))),
  "secret maps and lists": bytes(
    field(14, entry("a", field(2, "b"))),
    field(14, entry("c", field(2, "d"))),
    field(15, field(1, "a")),
    field(15, ""),
  ),
  "a secret member of a oneof": bytes(field(16, "a"), field(17, "b"), field(17, "c")),
  "a secret message in a oneof, then an open member": bytes(field(18, field(1, "a")), field(16, "b")),
  "secret bytes and bools": bytes(field(19, "a"), varint(20, 1)),
};

describe.each(Object.entries(messages))("%s", (_, message) => {
  it.each(sanitizers.map((one, index) => [FORMATS[index], one] as const))(
    "prints the same when it was redacted once or twice, as %s",
    (_format, sanitizer) => {
      const expected = sanitizer.stringifyBinary(TYPE, message);
      const once = redactedBytes(sanitizer, TYPE, message);
      const twice = redactedBytes(sanitizer, TYPE, once);
      expect(sanitizer.stringifyBinary(TYPE, once)).toBe(expected);
      expect(twice).toEqual(once);
    },
  );

  it.each(sanitizers.map((one, index) => [FORMATS[index], one] as const))(
    "prints the same as an object that was redacted once or twice, as %s",
    (_format, sanitizer) => {
      const type = root.lookupType(TYPE);
      for (const object of [type.decode(message), type.toObject(type.decode(message), {})]) {
        const once = sanitizer.redact(TYPE, object);
        expect(sanitizer.stringify(TYPE, once)).toBe(sanitizer.stringify(TYPE, object));
        expect(sanitizer.redact(TYPE, once)).toEqual(once);
      }
    },
  );
});

describe("redactBinary", () => {
  const [sanitizer] = sanitizers;
  if (sanitizer === undefined) throw new Error("there are two formats");

  it("returns no bytes for an empty message, and undefined only for malformed bytes and unknown types", () => {
    expect(sanitizer.redactBinary(TYPE, new Uint8Array())).toEqual(new Uint8Array());
    expect(sanitizer.redactBinary("google.protobuf.Empty", field(99, "unknown"))).toEqual(new Uint8Array());
    expect(sanitizer.redactBinary("google.protobuf.Any", new Uint8Array())).toEqual(new Uint8Array());
    expect(sanitizer.redactBinary(TYPE, Uint8Array.of(7))).toBeUndefined();
    expect(sanitizer.redactBinary(TYPE, field(8, "cut").subarray(0, 3))).toBeUndefined();
    expect(sanitizer.redactBinary("no.such.Type", new Uint8Array())).toBeUndefined();
    for (const message of Object.values(messages))
      expect(sanitizer.redactBinary(TYPE, message)).toBeDefined();
  });
});
