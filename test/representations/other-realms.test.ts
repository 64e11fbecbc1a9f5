import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { csiPolicy } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { expectAgreement, expectHidden } from "./every-writer.js";

// jest, `vm`, an iframe and Electron have classes of their own: for their objects, `instanceof` is false.

const SECRET = "hunter2-secret";
const STRIPPED = '"***stripped***"';
const sanitizer = createSanitizer({ schemas: [registry], policy: csiPolicy() });
const BYTES = JSON.stringify([...Buffer.from(SECRET)]);

/** Evaluates an expression in another realm. */
function foreign(code: string): unknown {
  return vm.runInNewContext(`(${code})`);
}

describe("prints as in this realm", () => {
  it.each<[string, string, string]>([
    ["probe.v1.Leaf", '{open: "a", hidden: "b"}', `{"hidden":${STRIPPED},"open":"a"}`],
    ["probe.v1.Maps", '{by_string: new Map([["a", "b"]])}', '{"by_string":{"a":"b"}}'],
    ["probe.v1.Maps", '{by_string: [["a", "b"]]}', '{"by_string":{"a":"b"}}'],
    ["probe.v1.Maps", '{by_string: [{key: "a", value: "b"}]}', '{"by_string":{"a":"b"}}'],
    ["probe.v1.Maps", "{by_int64: new Map([[{low: 5, high: 0}, 'b']])}", '{"by_int64":{"5":"b"}}'],
    ["probe.v1.Maps", '{by_int64: {"12345678": "b"}}', '{"by_int64":{"12345678":"b"}}'],
    [
      "probe.v1.Maps",
      "{to_leaf: new Map([[1n, {hidden: 'b'}]])}",
      `{"to_leaf":{"1":{"hidden":${STRIPPED}}}}`,
    ],
    [
      "probe.v1.Lists",
      '{strings: ["a"], leaves: [{open: "b"}]}',
      '{"leaves":[{"open":"b"}],"strings":["a"]}',
    ],
    ["probe.v1.Scalars", "{f_bytes: Uint8Array.of(1, 2)}", '{"f_bytes":"AQI="}'],
    ["probe.v1.Scalars", "{f_bytes: [1, 2], f_int64: {low: 5, high: 0}}", '{"f_bytes":"AQI=","f_int64":5}'],
    ["probe.v1.Choice", '{pick: {$case: "leaf", leaf: {open: "a"}}}', '{"leaf":{"open":"a"}}'],
    ["probe.v1.Choice", '{pick: {oneofKind: "blob", blob: Uint8Array.of(1)}}', '{"blob":"AQ=="}'],
    ["wkt.v1.Singular", "{timestamp: new Date(5000)}", '{"timestamp":{"seconds":5}}'],
    ["wkt.v1.Lists", "{timestamp: [new Date(5000)]}", '{"timestamp":[{"seconds":5}]}'],
    ["wkt.v1.Maps", "{timestamp: new Map([['a', new Date(5000)]])}", '{"timestamp":{"a":{"seconds":5}}}'],
    ["wkt.v1.Singular", '{field_mask: ["a"]}', '{"field_mask":{"paths":["a"]}}'],
    ["wkt.v1.Singular", "{bytes_value: Uint8Array.of(1)}", '{"bytes_value":{"value":"AQ=="}}'],
    ["wkt.v1.Singular", "{value: null}", '{"value":{"null_value":"NULL_VALUE"}}'],
    ["wkt.v1.Choice", "{value: null}", '{"value":{"null_value":"NULL_VALUE"}}'],
    [
      "wkt.v1.Singular",
      "{struct: {a: [null]}}",
      '{"struct":{"fields":{"a":{"list_value":{"values":[{"null_value":"NULL_VALUE"}]}}}}}',
    ],
    [
      "wkt.v1.Singular",
      '{struct: {fields: new Map([["a", {stringValue: "b"}]])}}',
      '{"struct":{"fields":{"a":{"string_value":"b"}}}}',
    ],
    [
      "wkt.v1.Singular",
      '{any: {"@type": "x/probe.v1.Leaf", open: "a"}}',
      '{"any":{"type_url":"x/probe.v1.Leaf","value":{"open":"a"}}}',
    ],
    [
      "wkt.v1.Singular",
      '{any: {"@type": "x/google.protobuf.Timestamp", value: new Date(5000)}}',
      '{"any":{"type_url":"x/google.protobuf.Timestamp","value":{"seconds":5}}}',
    ],
    [
      "wkt.v1.Singular",
      '{any: {type_url: "x/probe.v1.Leaf", value: Uint8Array.of(10, 1, 97)}}',
      '{"any":{"type_url":"x/probe.v1.Leaf","value":{"open":"a"}}}',
    ],
    [
      "csi.v1.NodePublishVolumeRequest",
      'Object.create({secrets: new Map([["a", "b"]])})',
      `{"secrets":${STRIPPED}}`,
    ],
  ])("%s %s", (type, code, expected) => {
    expect(expectAgreement({ sanitizer, type, message: foreign(code) })).toBe(expected);
  });

  it("wire bytes, too", () => {
    const bytes = foreign("Uint8Array.of(10, 1, 97, 18, 1, 98)");
    expect(sanitizer.stringify("probe.v1.Leaf", bytes)).toBe(`{"hidden":${STRIPPED},"open":"a"}`);
  });

  it("a rule for the keys of a Struct also where the key is a word of the message form", () => {
    const policy = { mapKeys: [{ field: "wkt.v1.Singular.value", keys: ["stringValue"] }] };
    const strict = createSanitizer({ schemas: [registry], policy });
    const message = foreign(`{value: {stringValue: "${SECRET}"}}`);
    expectHidden({ sanitizer: strict, type: "wkt.v1.Singular", message, secret: SECRET });
  });
});

/** Secret values that no type describes, in this realm or another one. */
const ODD: readonly string[] = [
  `"${SECRET}"`,
  `["${SECRET}"]`,
  `new Set(["${SECRET}"])`,
  `[new Set(["${SECRET}"])]`,
  `new Map([[{}, "${SECRET}"]])`,
  `new String("${SECRET}")`,
  `[["a", new String("${SECRET}")]]`,
  `{a: new String("${SECRET}")}`,
  `new Map([["a", {deep: new Map([["b", "${SECRET}"]])}]])`,
  `Uint8Array.from(${BYTES})`,
  `{a: Uint8Array.from(${BYTES})}`,
  `{a: Int8Array.from(${BYTES})}`,
  `{a: Uint8ClampedArray.from(${BYTES})}`,
  `{a: Uint8Array.from(${BYTES}).buffer}`,
  `{a: new DataView(Uint8Array.from(${BYTES}).buffer)}`,
  `Object.assign(() => 0, {a: "${SECRET}"})`,
  `Object.assign(new Error("b"), {a: "${SECRET}"})`,
  `Object.create({a: "${SECRET}"})`,
  `new (class { get a() { return "${SECRET}"; } })()`,
];

describe.each<[string, (code: string) => unknown]>([
  ["this realm", (code) => vm.runInThisContext(`(${code})`)],
  ["another realm", foreign],
])("a value of %s that its field cannot hold is as secret as any other", (_, evaluate) => {
  const isObject = (code: string): boolean => /^(?:\{|Object\.create|new \(class)/.test(code);

  function expectStripped(type: string, field: string, code: string): void {
    const message = { [field]: evaluate(code) };
    expect(sanitizer.stringify(type, message)).toBe(`{"${field}":${STRIPPED}}`);
    expect(JSON.stringify(sanitizer.redact(type, message))).not.toContain(SECRET);
    expect(sanitizer.secretsOf(type, message).scrub(`got ${SECRET}`), field).toBe("got ***stripped***");
  }

  it.each(ODD)("in a map or a scalar: %s", (code) => {
    expectStripped("probe.v1.Maps", "hidden_map", code);
    expectStripped("probe.v1.Lists", "hidden_strings", code);
    expectStripped("probe.v1.SecretScalars", "f_string", code);
    expectStripped("probe.v1.SecretScalars", "f_bytes", code);
    expectStripped("probe.v1.Choice", "hidden_text", code);
    expectStripped("wkt.v1.Hidden", "hidden_value", code);
  });

  // Properties that the type does not have are no part of a message.
  it.each(ODD.filter((code) => !isObject(code)))("in place of a message: %s", (code) => {
    expectStripped("probe.v1.Choice", "hidden_leaf", code);
    expectStripped("probe.v1.Lists", "hidden_leaves", `[${code}]`);
    expectStripped("wkt.v1.Hidden", "hidden_string_value", code);
    expectStripped("wkt.v1.Hidden", "hidden_timestamp", code);
    expectStripped("wkt.v1.Hidden", "hidden_struct", code);
    expectStripped("wkt.v1.Hidden", "hidden_any", code);
  });
});

describe("a value that is not a map leaves a note in place of a map", () => {
  it.each([
    "new Set(['a'])",
    "new WeakMap()",
    "new WeakSet()",
    "'a'",
    "5",
    "5n",
    "true",
    "['a']",
    "[new Set(['a', 'b'])]",
    "() => 0",
    "new String('a')",
    "new Number(5)",
    "new Date(0)",
    "/a/",
    "new Error('a')",
    "Promise.resolve('a')",
    "Uint8Array.of(1)",
    "new ArrayBuffer(1)",
    "Object.defineProperty(new ArrayBuffer(1), 'detached', { value: false, enumerable: true })",
    "new Map([[new String('a'), 'b']])",
    "new Map([[{}, 'b']])",
    "Symbol('a')",
  ])("%s", (code) => {
    for (const map of [vm.runInThisContext(`(${code})`), foreign(code)]) {
      for (const name of ["by_string", "by_int64", "to_leaf", "to_bytes"]) {
        const text = sanitizer.stringify("probe.v1.Maps", { [name]: map });
        expect(text).toBe(`{"${name}":"<<wrong type of value, probe.v1.Maps.${name}>>"}`);
        expect(sanitizer.stringify("probe.v1.Maps", sanitizer.redact("probe.v1.Maps", { [name]: map }))).toBe(
          "{}",
        );
      }
    }
  });

  it("and so does a proxy of a Map, which nobody can iterate", () => {
    for (const map of [new Map([["a", "b"]]), foreign('new Map([["a", "b"]])')]) {
      const text = sanitizer.stringify("probe.v1.Maps", { by_string: new Proxy(Object(map), {}) });
      expect(text).toMatch(
        /^\{"by_string":"<<(could not be read|wrong type of value), probe\.v1\.Maps\.by_string>>"\}$/,
      );
    }
  });
});

describe("a boxed value or a collection is no wrapper and no time", () => {
  it.each([
    "new String('5s')",
    "new Number(5)",
    "new Set([5])",
    "new Map([['value', 5]])",
    "Promise.resolve(5)",
  ])("%s", (code) => {
    for (const value of [vm.runInThisContext(`(${code})`), foreign(code)]) {
      for (const name of ["timestamp", "duration", "string_value", "int64_value", "bytes_value"]) {
        expect(sanitizer.stringify("wkt.v1.Singular", { [name]: value })).toMatch(/"<<wrong type of value, /);
      }
    }
  });
});
