import { create } from "@bufbuild/protobuf";
import { anyPack, StringValueSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerOptions, STRIPPED } from "../../../src/index.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { field } from "../../wire-fields.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package box.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/duration.proto";
  import "google/protobuf/field_mask.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  message Inner { string open = 1; string pin = 2 [debug_redact = true]; Box box = 3; google.protobuf.Duration span = 4; }
  message Box {
    google.protobuf.Any any = 1;
    google.protobuf.Any hidden = 2 [debug_redact = true];
    google.protobuf.Struct fields = 3;
    google.protobuf.Value value = 4;
    google.protobuf.Value hidden_value = 5 [debug_redact = true];
    google.protobuf.Struct hidden_fields = 6 [debug_redact = true];
    google.protobuf.Timestamp time = 7;
    google.protobuf.Timestamp hidden_time = 8 [debug_redact = true];
    google.protobuf.ListValue list = 9;
    repeated bytes keys = 10 [debug_redact = true];
    map<string, bytes> by_name = 11 [debug_redact = true];
    repeated google.protobuf.Value hidden_values = 12 [debug_redact = true];
    google.protobuf.FieldMask mask = 13;
  }`,
);
const options: SanitizerOptions = {
  schemas: [root],
  onSuspect: "ignore",
  policy: {
    mapKeys: [{ field: "fields", keys: ["pin"] }],
    detectors: [(text) => text.startsWith("token")],
  },
};
const sanitizer = createSanitizer(options);
const copyOf = (message: unknown): unknown => sanitizer.redact("box.v1.Box", message);
const URL = "x.com/box.v1.Inner";
const MARKER_BYTES = new TextEncoder().encode(STRIPPED);
const packed = (type_url: unknown, value?: unknown) => ({ any: { type_url, value } });

describe("the copy of a packed Any", () => {
  it.each<[string, object, object]>([
    ["its message without secrets", packed(URL, field(2, "x")), packed(URL, field(2, STRIPPED))],
    [
      "in the form that the bytes had",
      packed(URL, Buffer.from(field(2, "x")).toString("base64")),
      packed(URL, Buffer.from(field(2, STRIPPED)).toString("base64")),
    ],
    [
      "no payload of an unknown type",
      packed("x.com/a.B", field(2, "x")),
      packed("x.com/a.B", new Uint8Array()),
    ],
    ["no payload that is malformed", packed(URL, Uint8Array.of(255)), packed(URL, new Uint8Array())],
    ["the marker without a type", packed("", field(2, "x")), packed("", MARKER_BYTES)],
    ["the marker in place of a credential", packed("token/a", field(2, "x")), packed(STRIPPED, MARKER_BYTES)],
    ["no payload that is none", packed(URL, null), packed(URL, null)],
    ["no payload of the wrong type", packed(URL, {}), { any: { type_url: URL } }],
    ["nothing of a secret one", { hidden: packed(URL, field(1, "a")).any }, { hidden: {} }],
  ])("has %s", (_, message, copy) => {
    expect(copyOf(message)).toEqual(copy);
  });

  it.each([
    packed(URL, field(1, "a")),
    packed(URL, new Uint8Array()),
    packed("x.com/a.B", new Uint8Array()),
    packed("x.com/a.B", ""),
    packed("", new Uint8Array()),
    packed(URL, undefined),
  ])("is the same one if nothing changes: %j", (message) => {
    expect(copyOf(message)).toBe(message);
  });

  it("differs by one byte", () => {
    const masked = field(2, STRIPPED.replace("s", "x"));
    expect(copyOf(packed(URL, masked))).toEqual(packed(URL, field(2, STRIPPED)));
    const same = packed(URL, field(2, STRIPPED));
    expect(copyOf(same)).toBe(same);
  });

  it("of protobuf-es", () => {
    const pack = (value: string) => anyPack(StringValueSchema, create(StringValueSchema, { value }));
    expect(sanitizer.redact(pack("token1"))).toEqual(pack(STRIPPED));
    const open = pack("a");
    expect(sanitizer.redact(open)).toBe(open);
  });

  it("ends at the depth limit", () => {
    const shallow = createSanitizer({ ...options, limits: { maxDepth: 2 } });
    const redact = (message: unknown): unknown => shallow.redact("box.v1.Box", message);
    const inner = field(1, "a");
    expect(redact(packed(URL, inner))).toEqual(packed(URL, new Uint8Array()));
    expect(redact({ any: { "@type": URL, open: "a" } })).toEqual({ any: { "@type": URL } });
    const enough = createSanitizer({ ...options, limits: { maxDepth: 3 } });
    expect(enough.redact("box.v1.Box", packed(URL, inner))).toEqual(packed(URL, inner));
    expect(enough.redact("box.v1.Box", packed(URL, field(3, field(1))))).toEqual(packed(URL, field(3)));
  });
});

describe("the copy of an opened Any", () => {
  const opened = (properties: object, type = URL) => ({ any: { "@type": type, ...properties } });

  it.each<[string, object, object]>([
    [
      "its fields, in their order",
      { any: { open: "a", "@type": URL, pin: "x" } },
      { any: { open: "a", "@type": URL, pin: STRIPPED } },
    ],
    ["no unknown fields", opened({ other: "x", open: "a" }), opened({ open: "a" })],
    ["only its type, if that is unknown", opened({ open: "a" }, "x.com/a.B"), opened({}, "x.com/a.B")],
    [
      "only the marker, if its URL is a credential",
      opened({ open: "a" }, "token/box.v1.Inner"),
      opened({}, STRIPPED),
    ],
    [
      "the value of a type with a form of its own",
      opened({ value: "1.5s", other: "x" }, "x.com/google.protobuf.Duration"),
      opened({ value: "1.5s" }, "x.com/google.protobuf.Duration"),
    ],
    [
      "a Struct, as a value",
      opened({ value: { a: "token" } }, "x.com/google.protobuf.Struct"),
      opened({ value: { a: STRIPPED } }, "x.com/google.protobuf.Struct"),
    ],
    ["nothing of a secret one", { hidden: { "@type": URL, open: "a" } }, { hidden: {} }],
  ])("has %s", (_, message, copy) => {
    const copied = copyOf(message);
    expect(copied).toEqual(copy);
    expect(JSON.stringify(copied)).toBe(JSON.stringify(copy));
  });

  it.each([
    opened({ open: "a" }),
    opened({}),
    opened({ value: "1s" }, "x.com/google.protobuf.Duration"),
    opened({ value: { a: "b" } }, "x.com/google.protobuf.Struct"),
    opened({}, "x.com/a.B"),
  ])("is the same one, or one like it, if nothing changes: %j", (message) => {
    expect(copyOf(message)).toEqual(message);
  });

  it("is the same one, if its type is known and nothing changes", () => {
    for (const any of [
      opened({ open: "a" }),
      opened({}),
      opened({ value: "1s" }, "x.com/google.protobuf.Duration"),
      opened({}, "x.com/google.protobuf.Duration"),
    ])
      expect(copyOf(any)).toBe(any);
  });

  it("has nothing under symbols", () => {
    const message = { any: { "@type": URL, open: "a", [Symbol("note")]: "x" } };
    expect(Reflect.ownKeys(Object(Reflect.get(Object(copyOf(message)), "any")))).toEqual(["@type", "open"]);
    for (const more of [{}, { pin: "x" }]) {
      const any = { "@type": "x.com/google.protobuf.Duration", value: "1s", ...more, [Symbol("note")]: "x" };
      expect(Reflect.ownKeys(Object(Reflect.get(Object(copyOf({ any })), "any")))).toEqual([
        "@type",
        "value",
      ]);
    }
  });

  it("has only its type, if its fields say another one", () => {
    const message = opened({ $typeName: "google.protobuf.Any", open: "a" });
    expect(copyOf(message)).toStrictEqual(opened({}));
  });

  it("that holds itself is copied once", () => {
    const message: Record<string, unknown> = { "@type": URL, open: "a" };
    message["box"] = { any: message };
    expect(copyOf({ any: message })).toEqual({
      any: { "@type": URL, open: "a", box: { any: { "@type": URL } } },
    });
  });
});

describe("the copy of JSON values", () => {
  it("has no null of a class, where null means not set", () => {
    const withDefault = Object.create(
      { list: ["a"] },
      Object.getOwnPropertyDescriptors({ value: null, any: null }),
    );
    expect(copyOf(withDefault)).toStrictEqual({ list: ["a"] });
  });

  it.each<[string, object, object]>([
    [
      "credentials",
      { fields: { a: "token", b: ["token", 1] }, value: "token", list: ["token", null] },
      { fields: { a: STRIPPED, b: [STRIPPED, 1] }, value: STRIPPED, list: [STRIPPED, null] },
    ],
    [
      "values under secret keys",
      { fields: { pin: 5, a: { pin: [1] } } },
      { fields: { pin: STRIPPED, a: { pin: STRIPPED } } },
    ],
    [
      "secret ones",
      { hidden_value: 5, hidden_fields: { a: "b" }, hidden_values: [1, 2] },
      { hidden_value: STRIPPED, hidden_fields: {}, hidden_values: [STRIPPED] },
    ],
    [
      "secret messages as values",
      { hidden_value: { stringValue: "a" } },
      { hidden_value: { stringValue: STRIPPED } },
    ],
    ["times", { time: "2020-01-01T00:00:00Z" }, { time: "2020-01-01T00:00:00Z" }],
    ["credentials in a path", { mask: "a,tokenB" }, { mask: `a,${STRIPPED}` }],
    ["credentials in a list of paths", { mask: ["a", "token"] }, { mask: ["a", STRIPPED] }],
    ["a text that begins with one", { mask: "token,a" }, { mask: STRIPPED }],
    [
      "secret bytes, in the form of the first ones",
      { keys: [null, undefined, Buffer.from("a")], by_name: { a: null, b: [1] } },
      { keys: [Buffer.from(STRIPPED)], by_name: { [STRIPPED]: [...MARKER_BYTES] } },
    ],
  ])("hides %s", (_, message, copy) => {
    expect(copyOf(message)).toEqual(copy);
  });

  it("that are open are the same ones", () => {
    const message = {
      fields: { a: "b", c: [1, null, true] },
      value: null,
      list: ["a"],
      time: "2020-01-01T00:00:00Z",
      mask: "aB,c",
    };
    expect(copyOf(message)).toBe(message);
    const paths = { mask: ["a_b"] };
    expect(copyOf(paths)).toBe(paths);
  });
});
