import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../../src/index.js";
import { CUT_RESERVE } from "../../../src/write/text/cut-note.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { WELL_KNOWN_VALUES } from "./well-known-values.js";

describe("well-known types in ProtoJSON", () => {
  const root = parseText(
    8,
    true,
    `syntax = "proto3"; package known.v1;
    import "google/protobuf/any.proto";
    import "google/protobuf/duration.proto";
    import "google/protobuf/field_mask.proto";
    import "google/protobuf/struct.proto";
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";
    message All {
      google.protobuf.Timestamp time = 1;
      google.protobuf.Duration span = 2;
      google.protobuf.FieldMask mask = 3;
      google.protobuf.Struct fields = 4;
      google.protobuf.Value value = 5;
      google.protobuf.ListValue list = 6;
      google.protobuf.Any any = 7;
      google.protobuf.StringValue text = 8;
      google.protobuf.Int64Value number = 9;
      google.protobuf.BytesValue bytes = 10;
      string open = 11;
      string pin = 12 [debug_redact = true];
      repeated google.protobuf.Any anys = 13;
    }`,
  );
  const policy = { detectors: [(text: string) => text.startsWith("token")] };
  const options = { schemas: [root], policy, onSuspect: "ignore" } as const;
  const protojson = createSanitizer({ ...options, format: "protojson" });
  const limited = createSanitizer({ ...options, format: "protojson", limits: { maxOutputLength: 10_000 } });
  const go = createSanitizer(options);

  it.each(WELL_KNOWN_VALUES)("%j prints as %s", (message, value) => {
    const [name = ""] = Object.keys(message);
    expect(protojson.stringify("known.v1.All", message)).toBe(`{"${name}":${value}}`);
    expect(limited.stringify("known.v1.All", message)).toBe(`{"${name}":${value}}`);
  });

  it("has notes in place of what is too deep or of another type", () => {
    const message = { time: 5, fields: { fields: { a: { structValue: {} } } } };
    const note = "<<depth limit of 2 reached, google.protobuf.Value>>";
    for (const maxOutputLength of [Number.POSITIVE_INFINITY, 10_000]) {
      const shallow = createSanitizer({
        ...options,
        format: "protojson",
        limits: { maxDepth: 2, maxOutputLength },
      });
      expect(shallow.stringify("known.v1.All", message)).toBe(
        `{"time":"<<wrong type of value, google.protobuf.Timestamp>>","fields":{"a":"${note}"}}`,
      );
      const flat = createSanitizer({
        ...options,
        format: "protojson",
        limits: { maxDepth: 1, maxOutputLength },
      });
      expect(flat.stringify("known.v1.All", { span: {} })).toBe(
        '{"span":"<<depth limit of 1 reached, google.protobuf.Duration>>"}',
      );
    }
  });

  const any = (typeUrl: string, ...value: readonly number[]) => ({
    any: { type_url: typeUrl, value: Uint8Array.from(value) },
  });
  const URL = "x.com/known.v1.All";
  const cycle: Record<string, unknown> = { "@type": URL };
  cycle["any"] = cycle;

  it.each<[string, object, string, string]>([
    [
      "a message",
      any(URL, 0x5a, 1, 97, 0x62, 1, 98),
      '{"@type":"x.com/known.v1.All","open":"a","pin":"***stripped***"}',
      '{"type_url":"x.com/known.v1.All","value":{"open":"a","pin":"***stripped***"}}',
    ],
    [
      "an empty message",
      any(URL),
      '{"@type":"x.com/known.v1.All"}',
      '{"type_url":"x.com/known.v1.All","value":{}}',
    ],
    [
      "a type with a form of its own",
      any("x.com/google.protobuf.Duration", 8, 1),
      '{"@type":"x.com/google.protobuf.Duration","value":"1s"}',
      '{"type_url":"x.com/google.protobuf.Duration","value":{"seconds":1}}',
    ],
    [
      "an unknown type",
      any("x.com/a.B", 1),
      '{"@type":"x.com/a.B","value":"<<unknown type, a.B>>"}',
      '{"type_url":"x.com/a.B","value":"<<unknown type, a.B>>"}',
    ],
    [
      "what is no name of a type",
      any("x.com/a b", 1),
      '{"@type":"x.com/a b","value":"<<unknown type>>"}',
      '{"type_url":"x.com/a b","value":"<<unknown type>>"}',
    ],
    [
      "a credential in the URL",
      any("token/known.v1.All", 0x5a, 1, 97),
      '{"@type":"***stripped***","value":"***stripped***"}',
      '{"type_url":"***stripped***","value":"***stripped***"}',
    ],
    [
      "a credential in the URL, without bytes",
      { any: { type_url: "token/known.v1.All" } },
      '{"@type":"***stripped***","value":"***stripped***"}',
      '{"type_url":"***stripped***"}',
    ],
    [
      "malformed bytes",
      any(URL, 0x5a, 9),
      '{"@type":"x.com/known.v1.All","value":"<<malformed, known.v1.All>>"}',
      '{"type_url":"x.com/known.v1.All","value":"<<malformed, known.v1.All>>"}',
    ],
    [
      "no bytes",
      { any: { type_url: URL, value: 5 } },
      '{"@type":"x.com/known.v1.All","value":"<<wrong type of value, google.protobuf.Any.value>>"}',
      '{"type_url":"x.com/known.v1.All","value":"<<wrong type of value, google.protobuf.Any.value>>"}',
    ],
    ["nothing", { any: {} }, "{}", "{}"],
    [
      "bytes without a type",
      any("", 1),
      '{"@type":"","value":"<<unknown type>>"}',
      '{"value":"<<unknown type>>"}',
    ],
  ])("an Any with %s", (_, message, text, inGo) => {
    expect(protojson.stringify("known.v1.All", message)).toBe(`{"any":${text}}`);
    expect(limited.stringify("known.v1.All", message)).toBe(`{"any":${text}}`);
    expect(go.stringify("known.v1.All", message)).toBe(`{"any":${inGo}}`);
  });

  it.each<[string, object, string, string]>([
    [
      "a message",
      { "@type": URL, open: "a", pin: "x" },
      `{"@type":"${URL}","open":"a","pin":"***stripped***"}`,
      `{"type_url":"${URL}","value":{"open":"a","pin":"***stripped***"}}`,
    ],
    ["no fields", { "@type": URL }, `{"@type":"${URL}"}`, `{"type_url":"${URL}","value":{}}`],
    [
      "a type with a form of its own",
      { "@type": "x.com/google.protobuf.StringValue", value: "a" },
      '{"@type":"x.com/google.protobuf.StringValue","value":"a"}',
      '{"type_url":"x.com/google.protobuf.StringValue","value":{"value":"a"}}',
    ],
    [
      "a credential in the URL",
      { "@type": "token/known.v1.All", open: "x" },
      '{"@type":"***stripped***","value":"***stripped***"}',
      '{"type_url":"***stripped***","value":"***stripped***"}',
    ],
    [
      "an unknown type",
      { "@type": "x.com/a.B", pin: "x" },
      '{"@type":"x.com/a.B","value":"<<unknown type, a.B>>"}',
      '{"type_url":"x.com/a.B","value":"<<unknown type, a.B>>"}',
    ],
    [
      "itself",
      cycle,
      `{"@type":"${URL}","any":{"@type":"${URL}","value":"<<message inside itself, google.protobuf.Any>>"}}`,
      `{"type_url":"${URL}","value":{"any":{"type_url":"${URL}","value":"<<message inside itself, google.protobuf.Any>>"}}}`,
    ],
  ])("an opened Any with %s", (_, opened, text, inGo) => {
    expect(protojson.stringify("known.v1.All", { any: opened })).toBe(`{"any":${text}}`);
    expect(limited.stringify("known.v1.All", { any: opened })).toBe(`{"any":${text}}`);
    expect(go.stringify("known.v1.All", { any: opened })).toBe(`{"any":${inGo}}`);
  });

  it("an opened Any that is in a list twice is not in itself", () => {
    const opened = { "@type": URL, open: "a" };
    const text = `{"@type":"${URL}","open":"a"}`;
    for (const sanitizer of [protojson, limited])
      expect(sanitizer.stringify("known.v1.All", { anys: [opened, opened] })).toBe(
        `{"anys":[${text},${text}]}`,
      );
    // Behind a message inside itself, opened ones print once. Bytes hold no object.
    const { any: packed } = any(URL, 0x5a, 1, 97);
    expect(protojson.stringify("known.v1.All", { any: cycle, anys: [packed, packed] })).toContain(
      `"anys":[${text},${text}]`,
    );
  });

  it.each<[string, object]>([
    ["packed", any(URL, 0x3a, 0)],
    ["packed, with malformed bytes inside", any(URL, 0x3a, 1, 0xff)],
    ["opened", { any: { "@type": URL, any: { "@type": URL } } }],
  ])("a message in an Any that is too deep has a note: %s", (_, message) => {
    const printed = (maxDepth: number) =>
      createSanitizer({ ...options, limits: { maxDepth } }).stringify("known.v1.All", message);
    expect(printed(2)).toBe(
      `{"any":{"type_url":"${URL}","value":"<<depth limit of 2 reached, known.v1.All>>"}}`,
    );
    expect(printed(3)).toContain('"any":"<<depth limit of 3 reached, google.protobuf.Any>>"');
  });

  it("a Value without a kind is null, in Go's words in Go's text", () => {
    const none = Uint8Array.of(0x2a, 0);
    expect(protojson.stringifyBinary("known.v1.All", none)).toBe('{"value":null}');
    for (const sanitizer of [go, createSanitizer({ ...options, limits: { maxOutputLength: 100 } })]) {
      expect(sanitizer.stringifyBinary("known.v1.All", none)).toBe('{"value":{"null_value":"NULL_VALUE"}}');
    }
  });

  it("a Value without a kind takes the room of Go's words", () => {
    const message = Uint8Array.of(0x2a, 0, 0x5a, 64, ...Array(64).fill(97));
    const whole = go.stringifyBinary("known.v1.All", message);
    const printed = (maxOutputLength: number) =>
      createSanitizer({ ...options, limits: { maxOutputLength } }).stringifyBinary("known.v1.All", message);
    const room = whole.length + CUT_RESERVE + 1;
    expect(printed(room)).toBe(whole);
    expect(printed(room - 1)).toContain('"value":{}');
  });

  it("the form of a type is secret if a part of it is", () => {
    const secretParts = createSanitizer({
      ...options,
      format: "protojson",
      policy: { fields: ["google.protobuf.Timestamp.seconds", "google.protobuf.FieldMask.paths"] },
    });
    const message = { time: { nanos: 1 }, mask: { paths: ["a"] }, span: { seconds: 1 } };
    expect(secretParts.stringify("known.v1.All", message)).toBe(
      '{"time":"***stripped***","span":"1s","mask":"***stripped***"}',
    );
  });

  it("the paths of a mask are counted, and need no detector", () => {
    const two = createSanitizer({
      schemas: [root],
      onSuspect: "ignore",
      format: "protojson",
      limits: { maxListLength: 2 },
    });
    const printed = (paths: readonly string[]) => two.stringify("known.v1.All", { mask: { paths } });
    expect(printed(["a", "b_c"])).toBe('{"mask":"a,bC"}');
    expect(printed(["a", "b_c", "d"])).toBe('{"mask":"<<more than 2 paths, google.protobuf.FieldMask>>"}');
  });
});
