import { describe, expect, it } from "vitest";
import {
  defaultTest,
  isEmptyContent,
  isFilledIn,
  isImplicit,
  isUnclearIfFilledIn,
  plainUnset,
  unsetTest,
  zeroTest,
} from "../../src/plan/presence.js";
import type { Cardinality, ScalarName, ValueType } from "../../src/schema/message-shape.js";
import { fieldShape, scalar, singular } from "./field-shape.js";

const message: ValueType = { kind: "message", typeName: "a.M", delimited: false };
const level: ValueType = {
  kind: "enum",
  enum: { typeName: "a.Level", closed: true, values: [{ name: "LOW", jsonName: "LOW", number: 4 }] },
};
const explicit = singular({ presence: "explicit" });
const list: Cardinality = { kind: "list", packed: false };
const map: Cardinality = { kind: "map", key: "string" };

describe("a field that has its zero", () => {
  it("counts as not set if its presence is implicit", () => {
    const implicit = fieldShape({ type: scalar("int32") });
    expect(isImplicit(implicit)).toBe(true);
    expect([0, 1, "", undefined].map(unsetTest(implicit))).toEqual([true, false, false, false]);
    expect(unsetTest(fieldShape({ type: level }))(4)).toBe(true);
    expect(unsetTest(fieldShape({ type: level }))(0)).toBe(false);
  });

  it.each([explicit, list, map])("counts as set otherwise: %j", (cardinality) => {
    const field = fieldShape({ type: scalar("int32"), cardinality });
    expect(isImplicit(field)).toBe(false);
    expect(unsetTest(field)(0)).toBe(false);
    expect(plainUnset(field)).toBeUndefined();
  });

  it("is never one that holds a message", () => {
    expect([{}, 0, "", undefined, null].map(zeroTest(message))).toEqual([false, false, false, false, false]);
    expect(plainUnset(fieldShape({ type: message }))).toBeUndefined();
  });

  it("is found with `===`, where the zero has one form", () => {
    const zeros = {
      string: "",
      bool: false,
      uint32: 0,
      int64: undefined,
      bytes: undefined,
      double: undefined,
    };
    for (const [name, zero] of Object.entries(zeros)) {
      const type = scalar(name as ScalarName); // a key of the table
      expect(plainUnset(fieldShape({ type }))).toBe(zero);
    }
    expect(plainUnset(fieldShape({ type: level }))).toBe(4);
  });
});

describe("the default of a field", () => {
  /** The values among some that are the default of a field. */
  function defaults(type: ValueType, defaultValue: unknown, values: readonly unknown[]): readonly unknown[] {
    const test = defaultTest(
      fieldShape({ type, cardinality: singular({ presence: "explicit", defaultValue }) }),
    );
    return values.filter(test);
  }

  it("is the zero, if the .proto file says nothing", () => {
    for (const nothing of [undefined, null]) {
      expect(defaults(scalar("int32"), nothing, [0, 5, "0"])).toEqual([0]);
    }
    expect([0, 5].filter(defaultTest(fieldShape({ type: scalar("int32"), cardinality: list })))).toEqual([0]);
    expect(defaults(message, "x", ["x", {}])).toEqual([]);
  });

  it("is what the .proto file says, in any form of a library", () => {
    expect(defaults(scalar("string"), "a", ["a", "", "b"])).toEqual(["a"]);
    expect(defaults(scalar("int64"), { low: 7, high: 0 }, [7n, "7", 7, 8n])).toEqual([7n, "7", 7]);
    expect(defaults(scalar("int64"), "7", [7n, "7", 7, "07"])).toEqual([7n, "7", 7]);
    expect(defaults(level, "LOW", [4, 0])).toEqual([4]);
    expect(defaults(scalar("double"), Number.NaN, [Number.NaN, 0])).toEqual([Number.NaN]);
  });

  it("is compared byte by byte, if it is bytes", () => {
    const [same, longer] = [Buffer.from("ab"), new Uint8Array([97, 98, 99])];
    expect(defaults(scalar("bytes"), "YWI=", [same, longer, "97,98", "ab", [97, 98]])).toEqual([same]);
    expect(defaults(scalar("bytes"), same, [new Uint8Array(same), longer])).toEqual([new Uint8Array(same)]);
  });
});

describe("a library that fills in defaults", () => {
  it.each([
    ["a proto3 scalar", singular(), true, false],
    ["a proto2 scalar", explicit, true, true],
    ["an optional field of proto3", singular({ presence: "explicit", isProto3Optional: true }), false, false],
    ["a member of a oneof", singular({ presence: "explicit", oneof: "pick" }), false, false],
    ["a list", list, true, false],
    ["a map", map, true, false],
  ] as const)(
    "has %s in every message, or not; and then it is clear or not whether it was set",
    (_, cardinality, ...expected) => {
      const field = fieldShape({ cardinality });
      expect([isFilledIn(field), isUnclearIfFilledIn(field)]).toEqual(expected);
    },
  );
});

describe("a list or map", () => {
  const keys = (value: unknown) => (value instanceof Map ? [...value.keys()] : undefined);

  it("is not set if it has no item and no entry", () => {
    expect([[], new Map()].map((value) => isEmptyContent(value, keys))).toEqual([true, true]);
    const others = [[undefined], new Map([["a", 1]]), {}, "", null, undefined];
    expect(others.filter((value) => isEmptyContent(value, keys))).toEqual([]);
  });
});
