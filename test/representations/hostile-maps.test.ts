import { create, toBinary } from "@bufbuild/protobuf";
import Long from "long";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { MapsSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";

const sanitizer = createSanitizer({ schemas: [registry] });
const csi = createCsiSanitizer({ schemas: [registry] });

function print(field: string, map: unknown): unknown {
  const printed = sanitizer.toJson("probe.v1.Maps", { [field]: map });
  return (printed as Readonly<Record<string, unknown>>)[field]; // toJson of a message is an object
}

function noteOf(field: string): string {
  return `<<wrong type of value, probe.v1.Maps.${field}>>`;
}

describe("the forms that a map can have", () => {
  it.each<[string, unknown]>([
    ["an object", { a: "1", b: "2" }],
    ["an object without a prototype", Object.assign(Object.create(null), { a: "1", b: "2" })],
    [
      "a Map",
      new Map([
        ["b", "2"],
        ["a", "1"],
      ]),
    ],
    [
      "a list of pairs",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    [
      "a list of entries",
      [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
      ],
    ],
    [
      "a list of entries of which the last one counts",
      [
        ["a", "0"],
        ["b", "2"],
        ["a", "1"],
      ],
    ],
  ])("%s", (_, map) => {
    expect(print("by_string", map)).toEqual({ a: "1", b: "2" });
  });

  it.each<[string, unknown]>([
    ["a text", "hunter2"],
    ["a number", 5],
    ["a list of texts", ["hunter2"]],
    ["a list with a value that is not an entry", [["a", "hunter2"], "hunter2"]],
    ["a list of null", [null]],
    ["a date", new Date(0)],
    ["bytes", new Uint8Array([104])],
  ])("%s is none", (_, map) => {
    expect(print("by_string", map)).toBe(noteOf("by_string"));
  });

  it("an entry without a key or value has the default, as on the wire", () => {
    expect(print("by_string", [{}])).toEqual({ "": "" });
    expect(print("by_int32", [{ value: "a" }])).toEqual({ "0": "a" });
    expect(print("by_bool", [{ value: "a" }])).toEqual({ false: "a" });
    expect(print("to_color", [{ key: "a" }])).toEqual({ a: "COLOR_UNSPECIFIED" });
    expect(print("to_leaf", [{ key: "1" }])).toEqual({ "1": {} });
  });

  it("what an entry or a map inherits counts, as in a message, but not what Object.prototype has", () => {
    const entry = { key: "a", value: "1" };
    expect(print("by_string", [Object.create(entry)])).toEqual({ a: "1" });
    expect(print("by_string", Object.create({ a: "1" }))).toEqual({ a: "1" });
    class Entries {
      get a(): string {
        return "1";
      }
      toJson(): string {
        return "no entry";
      }
    }
    expect(print("by_string", new Entries())).toEqual({ a: "1" });
    const polluted = Object.prototype as { a?: string }; // for this test
    try {
      polluted.a = "polluted";
      expect(print("by_string", {})).toBeUndefined();
      expect(print("by_string", { b: "2" })).toEqual({ b: "2" });
    } finally {
      delete polluted.a;
    }
  });
});

describe("keys", () => {
  it("of other types are keys if ProtoJSON would write them in this form", () => {
    expect(
      print(
        "by_int32",
        new Map([
          [5, "a"],
          [-1, "b"],
        ]),
      ),
    ).toEqual({ "5": "a", "-1": "b" });
    expect(print("by_int64", new Map([[2n ** 62n, "a"]]))).toEqual({ "4611686018427387904": "a" });
    expect(print("by_int64", new Map([[Long.fromString("-5"), "a"]]))).toEqual({ "-5": "a" });
    expect(print("by_uint64", new Map([[Long.fromString("18446744073709551615", true), "a"]]))).toEqual({
      "18446744073709551615": "a",
    });
    expect(
      print(
        "by_bool",
        new Map([
          [true, "a"],
          [false, "b"],
        ]),
      ),
    ).toEqual({ true: "a", false: "b" });
  });

  it.each<[string, unknown]>([
    ["objects", { toString: () => "hunter2" }],
    ["lists", ["hunter2"]],
    ["functions", () => "hunter2"],
    ["symbols", Symbol("hunter2")],
    [
      "objects that throw",
      {
        toString: () => {
          throw new Error("hunter2");
        },
      },
    ],
  ])("are no %s", (_, key) => {
    for (const field of ["by_string", "by_int32", "by_int64", "by_bool", "to_leaf", "volume_context"]) {
      for (const map of [new Map([[key, "a"]]), [[key, "a"]], [{ key, value: "a" }]]) {
        expect(sanitizer.stringify("probe.v1.Maps", { [field]: map })).not.toContain("hunter2");
        expect(csi.stringify("probe.v1.Maps", { [field]: map })).not.toContain("hunter2");
      }
    }
  });

  it("that are not of the map's type are not printed", () => {
    for (const field of ["by_int32", "by_int64", "by_uint32", "by_uint64", "by_bool"]) {
      for (const key of ["hunter2", "hunter22", "1.5", "007", "0x10", "1e3", " 1", ""]) {
        const text = sanitizer.stringify("probe.v1.Maps", { [field]: { [key]: "a" } });
        expect(text).not.toContain("hunter2");
        // Eight characters may be the eight bytes of a 64-bit key, see below.
        if (!/64$/.test(field) || key.length !== 8)
          expect(text).toContain(`"<<wrong type of key, probe.v1.Maps.${field}>>":`);
      }
    }
  });

  it("of 64 bits may be the eight bytes that protobufjs makes of them", () => {
    const one = "\u0001\0\0\0\0\0\0\0";
    const minusTwo = "\u00fe\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff";
    expect(print("by_int64", { [one]: "a", [minusTwo]: "b" })).toEqual({ "1": "a", "-2": "b" });
    expect(print("by_uint64", { [one]: "a", [minusTwo]: "b" })).toEqual({
      "1": "a",
      "18446744073709551614": "b",
    });
    expect(print("to_leaf", { [minusTwo]: { hidden: "a" } })).toEqual({ "-2": { hidden: STRIPPED } });
    expect(print("by_int64", { "12345678": "a", "-1234567": "b" })).toEqual({
      "12345678": "a",
      "-1234567": "b",
    });
  });

  it("beside such bytes, eight digits are bytes, too", () => {
    const digits = "12345678";
    const value = [...digits].reduceRight((bits, digit) => (bits << 8n) | BigInt(digit.charCodeAt(0)), 0n);
    expect(print("by_int64", { [digits]: "a", "\u0001\0\0\0\0\0\0\0": "b" })).toEqual({
      [String(value)]: "a",
      "1": "b",
    });
  });

  it.each(["$type", "$typeName"])("%s makes an object a message, which is not a map", (key) => {
    const note = "<<wrong type of value, probe.v1.Maps.by_string>>";
    expect(print("by_string", { [key]: "probe.v1.Leaf", hidden: "hunter2" })).toBe(note);
    expect(print("by_string", new Map([[key, "a"]]))).toEqual({ [key]: "a" });
  });

  it.each(["$type", "$typeName"])("%s is a key like any other if no type has such a name", (key) => {
    for (const text of ["nfs", "", "My.Type, My.Assembly"]) {
      const map = { [key]: text, z: "b" };
      expect(print("by_string", map)).toEqual(map);
      const message = create(MapsSchema, { byString: map });
      expect(sanitizer.stringifyBinary("probe.v1.Maps", toBinary(MapsSchema, message))).toBe(
        sanitizer.stringify(message),
      );
      expect(sanitizer.redact("probe.v1.Maps", message)).toBe(message);
    }
  });

  it("of eight letters is not a 64-bit integer", () => {
    const text = sanitizer.stringify("probe.v1.Maps", { by_int64: { password: "hunter2" } });
    expect(text).not.toContain("hunter2");
    expect(text).toContain("<<wrong type of key, probe.v1.Maps.by_int64>>");
  });

  it.each(["__proto__", "constructor", "toJSON", "fields", "case", "value"])(
    "%s is a key like any other, in every form of a map",
    (key) => {
      const object: unknown = JSON.parse(`{"${key}":"a","z":"b"}`);
      const expected = object;
      for (const map of [
        object,
        new Map([
          [key, "a"],
          ["z", "b"],
        ]),
        [
          [key, "a"],
          ["z", "b"],
        ],
      ])
        expect(print("by_string", map)).toEqual(expected);
    },
  );
});

describe("secret keys are found in every form of a map", () => {
  it.each<[string, unknown]>([
    ["an object", { [SERVICE_ACCOUNT_TOKENS_KEY]: "hunter2", fs: "ext4" }],
    [
      "a Map",
      new Map([
        [SERVICE_ACCOUNT_TOKENS_KEY, "hunter2"],
        ["fs", "ext4"],
      ]),
    ],
    [
      "pairs",
      [
        [SERVICE_ACCOUNT_TOKENS_KEY, "hunter2"],
        ["fs", "ext4"],
      ],
    ],
    [
      "entries",
      [
        { key: SERVICE_ACCOUNT_TOKENS_KEY, value: "hunter2" },
        { key: "fs", value: "ext4" },
      ],
    ],
  ])("%s", (_, volume_context) => {
    expect(csi.toJson("probe.v1.Maps", { volume_context })).toEqual({
      volume_context: { [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED, fs: "ext4" },
    });
  });

  it("and a secret map is stripped in every form, unless it is empty", () => {
    for (const full of [{ a: "b" }, new Map([["a", "b"]]), [["a", "b"]], "hunter2", 5, [null]])
      expect(print("hidden_map", full)).toBe(STRIPPED);
    for (const empty of [{}, new Map(), [], null, undefined])
      expect(print("hidden_map", empty)).toBeUndefined();
  });
});
