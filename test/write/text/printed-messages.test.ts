import { describe, expect, it } from "vitest";
import { createSanitizer, type Limits, type SanitizerOptions } from "../../../src/index.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { ACCOUNT, accounts } from "../accounts.js";

const sanitizer = accounts();
const print = (message: unknown, options?: SanitizerOptions) =>
  (options === undefined ? sanitizer : accounts(options)).stringify(ACCOUNT, message);
const HIDDEN = '"***stripped***"';
const inner = { open: "a", pin: "x" };

describe("a message prints", () => {
  it.each<[string, object, string]>([
    ["without fields", {}, "{}"],
    [
      "with its fields in order, without those that are not set",
      { name: "b", id: 0, level: 1, data: "aGk=", tags: [] },
      '{"data":"aGk=","level":"HIGH","name":"b"}',
    ],
    [
      "with the marker in place of secrets",
      { pin: "x", key: "aGk=", number: 5, rank: 1, flag: false },
      `{"flag":${HIDDEN},"key":${HIDDEN},"number":${HIDDEN},"pin":${HIDDEN},"rank":${HIDDEN}}`,
    ],
    ["without secrets that are not set", { pin: "", number: 0, codes: [], hidden: {}, vaults: null }, "{}"],
    [
      "with one marker for a secret list, map or message",
      { codes: ["a", "b"], hidden: { a: "b" }, vault: {}, vaults: [{}] },
      `{"codes":${HIDDEN},"hidden":${HIDDEN},"vault":${HIDDEN},"vaults":${HIDDEN}}`,
    ],
    [
      "with its lists",
      { tags: ["a", "token", "<"], sizes: [1, 2], inners: [inner, {}] },
      `{"inners":[{"open":"a","pin":${HIDDEN}},{}],"sizes":[1,2],"tags":["a",${HIDDEN},"\\u003c"]}`,
    ],
    [
      "with its maps, sorted",
      { labels: { b: "1", a: "token", pin: "x" }, by_number: { 2: inner, 1: {} } },
      `{"by_number":{"1":{},"2":{"open":"a","pin":${HIDDEN}}},"labels":{"a":${HIDDEN},"b":"1","pin":${HIDDEN}}}`,
    ],
    [
      "with one entry for all keys that are credentials",
      { labels: { token1: "a", token2: "b", x: "y" } },
      `{"labels":{${HIDDEN}:${HIDDEN},"x":"y"}}`,
    ],
    [
      "with the messages inside",
      { inner, next: { next: { name: "c" } }, keyed: { pin: inner, a: inner } },
      `{"inner":{"open":"a","pin":${HIDDEN}},"keyed":{"a":{"open":"a","pin":${HIDDEN}},"pin":${HIDDEN}},"next":{"next":{"name":"c"}}}`,
    ],
    [
      "with a map as its last field, and with an empty one",
      { text: "a", tags: ["b"] },
      '{"tags":["b"],"text":"a"}',
    ],
  ])("%s", (_, message, text) => {
    expect(print(message)).toBe(text);
    expect(print(message, { limits: { maxOutputLength: 10_000 } })).toBe(text);
    expect(sanitizer.toJson(ACCOUNT, message)).toEqual(JSON.parse(text));
  });

  it.each<[string, object, string]>([
    ["a text", { name: 5 }, '{"name":"<<wrong type of value, bank.v1.Account.name>>"}'],
    [
      "a number",
      { rate: "x", sizes: [1, "x"] },
      '{"rate":"<<wrong type of value, bank.v1.Account.rate>>","sizes":[1,"<<wrong type of value, bank.v1.Account.sizes>>"]}',
    ],
    ["bytes", { data: 5 }, '{"data":"<<wrong type of value, bank.v1.Account.data>>"}'],
    [
      "a message",
      { inner: 5, inners: [5] },
      '{"inner":"<<wrong type of value, bank.v1.Inner>>","inners":["<<wrong type of value, bank.v1.Inner>>"]}',
    ],
    [
      "a list",
      { tags: "a", sizes: {} },
      '{"sizes":"<<wrong type of value, bank.v1.Account.sizes>>","tags":"<<wrong type of value, bank.v1.Account.tags>>"}',
    ],
    [
      "a map",
      { labels: 5, by_number: [5] },
      '{"by_number":"<<wrong type of value, bank.v1.Account.by_number>>","labels":"<<wrong type of value, bank.v1.Account.labels>>"}',
    ],
    [
      "a value of a map",
      { labels: { a: 5 }, by_number: { 1: 5 } },
      '{"by_number":{"1":"<<wrong type of value, bank.v1.Inner>>"},"labels":{"a":"<<wrong type of value, bank.v1.Account.labels>>"}}',
    ],
    [
      "a key",
      { by_number: { x: inner } },
      '{"by_number":{"<<wrong type of key, bank.v1.Account.by_number>>":"<<wrong type of value, bank.v1.Account.by_number>>"}}',
    ],
  ])("a note in place of %s of the wrong type", (_, message, text) => {
    expect(print(message)).toBe(text);
    expect(print(message, { limits: { maxOutputLength: 10_000 } })).toBe(text);
  });

  it("a note in place of what cannot be read", () => {
    const broken = {
      name: "a",
      get id(): number {
        throw new Error("x");
      },
      get data(): string {
        throw new Error("x");
      },
    };
    const text =
      '{"data":"<<could not be read, bank.v1.Account.data>>","id":"<<could not be read, bank.v1.Account.id>>","name":"a"}';
    expect(print(broken)).toBe(text);
    expect(print(broken, { limits: { maxOutputLength: 10_000 } })).toBe(text);
  });

  it("a note in place of itself inside itself", () => {
    const cycle: Record<string, unknown> = { name: "a" };
    cycle["next"] = cycle;
    const text = '{"name":"a","next":"<<message inside itself, bank.v1.Account>>"}';
    expect(print(cycle)).toBe(text);
    expect(print(cycle, { limits: { maxOutputLength: 200 } })).toBe(text);
  });
});

describe("limits of what a message prints", () => {
  it.each<[string, Partial<Limits>, object, string]>([
    [
      "depth",
      { maxDepth: 1 },
      { next: {}, inner, inners: [{}] },
      '{"inner":"<<depth limit of 1 reached, bank.v1.Inner>>","inners":["<<depth limit of 1 reached, bank.v1.Inner>>"],"next":"<<depth limit of 1 reached, bank.v1.Account>>"}',
    ],
    [
      "depth of lists of messages without secrets",
      { maxDepth: 1 },
      { open: {} },
      '{"open":"<<depth limit of 1 reached, bank.v1.Open>>"}',
    ],
    [
      "texts",
      { maxStringLength: 2 },
      { name: "abcd", tags: ["abc"], labels: { abc: "abc" }, data: "AQIDBAUG" },
      '{"data":"<<8 more characters>>","labels":{"ab<<1 more characters>>":"ab<<1 more characters>>"},"name":"ab<<2 more characters>>","tags":["ab<<1 more characters>>"]}',
    ],
    [
      "items",
      { maxListLength: 2 },
      { tags: ["a", "b", "c"], sizes: [1, 2], inners: [{}, {}, {}, {}] },
      '{"inners":[{},{},"<<2 more items, bank.v1.Account.inners>>"],"sizes":[1,2],"tags":["a","b","<<1 more items, bank.v1.Account.tags>>"]}',
    ],
    [
      "entries",
      { maxListLength: 1 },
      { labels: { a: "1", b: "2" }, by_number: { 1: {}, 2: {}, 3: {} } },
      '{"by_number":{"1":{},"<<cut>>":"<<2 more entries, bank.v1.Account.by_number>>"},"labels":{"a":"1","<<cut>>":"<<1 more entries, bank.v1.Account.labels>>"}}',
    ],
    [
      "no items at all",
      { maxListLength: 0 },
      { tags: ["a"], labels: { a: "1" }, by_number: { 1: {} } },
      '{"by_number":{"<<cut>>":"<<1 more entries, bank.v1.Account.by_number>>"},"labels":{"<<cut>>":"<<1 more entries, bank.v1.Account.labels>>"},"tags":["<<1 more items, bank.v1.Account.tags>>"]}',
    ],
  ])("%s", (_, limits, message, text) => {
    expect(print(message, { limits })).toBe(text);
    expect(print(message, { limits: { ...limits, maxOutputLength: 10_000 } })).toBe(text);
  });
});

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
    }`,
  );
  const policy = { detectors: [(text: string) => text.startsWith("token")] };
  const options = { schemas: [root], policy, onSuspect: "ignore" } as const;
  const protojson = createSanitizer({ ...options, format: "protojson" });
  const limited = createSanitizer({ ...options, format: "protojson", limits: { maxOutputLength: 10_000 } });
  const go = createSanitizer(options);
  const time = (seconds: unknown, nanos: unknown = 0) => ({ time: { seconds, nanos } });
  const span = (seconds: unknown, nanos: unknown = 0) => ({ span: { seconds, nanos } });
  const outOf = (name: string) => `"<<out of range, google.protobuf.${name}>>"`;

  it.each<[object, string]>([
    [time(0), '"1970-01-01T00:00:00Z"'],
    [{ time: {} }, '"1970-01-01T00:00:00Z"'],
    [time("-62135596800"), '"0001-01-01T00:00:00Z"'],
    [time("253402300799", 999999999), '"9999-12-31T23:59:59.999999999Z"'],
    [time(1, 500000000), '"1970-01-01T00:00:01.500Z"'],
    [time(1, 1000), '"1970-01-01T00:00:01.000001Z"'],
    [time(1, 10), '"1970-01-01T00:00:01.000000010Z"'],
    [time(1, 1), '"1970-01-01T00:00:01.000000001Z"'],
    [time("-62135596801"), outOf("Timestamp")],
    [time("253402300800"), outOf("Timestamp")],
    [time(0, -1), outOf("Timestamp")],
    [time(0, 1000000000), outOf("Timestamp")],
    [time("x"), outOf("Timestamp")],
    [time(1.5), outOf("Timestamp")],
    [time({}), outOf("Timestamp")],
    [span(0), '"0s"'],
    [span(1, 500000000), '"1.500s"'],
    [span(-1, -500000000), '"-1.500s"'],
    [span(0, -1), '"-0.000000001s"'],
    [span("315576000000", 999999999), '"315576000000.999999999s"'],
    [span("-315576000000"), '"-315576000000s"'],
    [span("315576000001"), outOf("Duration")],
    [span("-315576000001"), outOf("Duration")],
    [span(0, 1000000000), outOf("Duration")],
    [span(0, -1000000000), outOf("Duration")],
    [span(1, -1), outOf("Duration")],
    [span(-1, 1), outOf("Duration")],
    [{ mask: { paths: ["a_b", "c.d_e"] } }, '"aB,c.dE"'],
    [{ mask: { paths: [] } }, '""'],
    [{ mask: {} }, '""'],
    [{ mask: { paths: ["aB"] } }, '"<<path cannot be written in camel case, google.protobuf.FieldMask>>"'],
    [{ mask: { paths: ["a_"] } }, '"<<path cannot be written in camel case, google.protobuf.FieldMask>>"'],
    [{ mask: { paths: ["a_1"] } }, '"<<path cannot be written in camel case, google.protobuf.FieldMask>>"'],
    [{ mask: { paths: [5] } }, '"<<path cannot be written in camel case, google.protobuf.FieldMask>>"'],
    [{ mask: { paths: 5 } }, '"<<wrong type of value, google.protobuf.FieldMask>>"'],
    [{ mask: { paths: ["a", "token_x"] } }, '"***stripped***"'],
    [{ mask: { paths: ["a", "***stripped***"] } }, '"***stripped***"'],
    [{ fields: { fields: { b: { numberValue: 1 }, a: { stringValue: "x" } } } }, '{"a":"x","b":1}'],
    [{ fields: { fields: {} } }, "{}"],
    [
      {
        list: { values: [{ boolValue: true }, { nullValue: 0 }, { listValue: {} }, { structValue: {} }] },
      },
      "[true,null,[],{}]",
    ],
    [{ list: {} }, "[]"],
    [
      { value: { numberValue: Number.NaN } },
      '"<<number is not finite, google.protobuf.Value.number_value>>"',
    ],
    [
      { value: { numberValue: Number.NEGATIVE_INFINITY } },
      '"<<number is not finite, google.protobuf.Value.number_value>>"',
    ],
    [{ value: { numberValue: 0.5 } }, "0.5"],
    [{ value: { stringValue: "token1" } }, '"***stripped***"'],
    [{ text: { value: "a" } }, '"a"'],
    [{ text: {} }, '""'],
    [{ number: { value: "7" } }, '"7"'],
    [{ number: {} }, '"0"'],
    [{ bytes: { value: "aGk=" } }, '"aGk="'],
    [{ bytes: {} }, '""'],
  ])("%j prints as %s", (message, value) => {
    const [name = ""] = Object.keys(message);
    expect(protojson.stringify("known.v1.All", message)).toBe(`{"${name}":${value}}`);
    expect(limited.stringify("known.v1.All", message)).toBe(`{"${name}":${value}}`);
  });

  const any = (typeUrl: string, ...value: readonly number[]) => ({
    any: { type_url: typeUrl, value: Uint8Array.from(value) },
  });
  const URL = "x.com/known.v1.All";

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

  it("a Value without a kind is null, in Go's words in Go's text", () => {
    const none = Uint8Array.of(0x2a, 0);
    expect(protojson.stringifyBinary("known.v1.All", none)).toBe('{"value":null}');
    for (const sanitizer of [go, createSanitizer({ ...options, limits: { maxOutputLength: 100 } })]) {
      expect(sanitizer.stringifyBinary("known.v1.All", none)).toBe('{"value":{"null_value":"NULL_VALUE"}}');
    }
  });
});
