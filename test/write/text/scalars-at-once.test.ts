import { describe, expect, it } from "vitest";
import type { FieldPlan } from "../../../src/plan/compiled.js";
import type { ValueType } from "../../../src/schema/message-shape.js";
import { type Limits, resolveLimits } from "../../../src/write/limits.js";
import { printManyScalars } from "../../../src/write/text/many-scalars.js";
import { GO_FORMAT } from "../../../src/write/text/text-format.js";
import { fieldPlan, fieldShape, scalar } from "../../plan/field-shape.js";
import { isToken } from "../accounts.js";

const LEVEL: ValueType = {
  kind: "enum",
  enum: { typeName: "a.Level", closed: false, values: [{ name: "LOW", jsonName: "LOW", number: 0 }] },
};

/** What prints lists of a field at once; undefined if nothing does. */
function printerOf(type: ValueType, given: Partial<FieldPlan> = {}, limits: Partial<Limits> = {}) {
  const plan = fieldPlan({
    field: fieldShape({ type, cardinality: { kind: "list", packed: true } }),
    ...given,
  });
  return printManyScalars(plan, {
    format: GO_FORMAT,
    limits: resolveLimits(limits),
    holdsCredential: isToken,
  });
}

describe("the scalars of a list print at once", () => {
  it.each<[string, ValueType, readonly unknown[], string]>([
    ["texts, escaped", scalar("string"), ["a", "<", '"'], '"a","\\u003c","\\""'],
    ["integers", scalar("int32"), [1, -2, 0], "1,-2,0"],
    ["floats, in their shortest form", scalar("float"), [Math.fround(0.1), 2], "0.1,2"],
    ["bools", scalar("bool"), [true, false], "true,false"],
    ["enums, by name", LEVEL, [0, 0], '"LOW","LOW"'],
  ])("%s", (_, type, list, text) => {
    const before = [...list];
    expect(printerOf(type)?.(list)).toBe(text);
    expect(list).toEqual(before);
  });

  it("texts without those that are credentials", () => {
    const print = printerOf(scalar("string"), { holdsCredential: isToken });
    expect(print?.(["a", "token1", "b"])).toBe('"a","***stripped***","b"');
  });
});

describe("the scalars of a long list print at once, thousands after the other", () => {
  const numbers = Array.from({ length: 5000 }, (_, index) => index);

  it.each([0, 1, 2047, 2048, 2049, 4096, 4097, 5000])("%d of them", (length) => {
    const list = numbers.slice(0, length);
    expect(printerOf(scalar("int32"))?.(list)).toBe(list.join());
  });

  it("texts, escaped wherever they stand", () => {
    const list = numbers.map((number) => (number % 500 === 3 ? "<" : "a"));
    const text = list.map((item) => (item === "<" ? '"\\u003c"' : '"a"')).join();
    expect(printerOf(scalar("string"))?.(list)).toBe(text);
  });

  it.each([0, 2047, 2048, 4999])("and not at all if item %d is none", (place) => {
    expect(printerOf(scalar("int32"))?.(numbers.with(place, 0.5))).toBeUndefined();
    expect(printerOf(scalar("string"))?.(numbers.map(String).with(place, "\ud800"))).toBeUndefined();
  });
});

describe("the scalars of a list print one by one", () => {
  it.each<[string, ValueType, readonly unknown[]]>([
    ["a text is none", scalar("string"), ["a", 5]],
    ["a number is none", scalar("int32"), [1, "x"]],
    ["a number is not neutral", scalar("int32"), [1, "2"]],
    ["a float is none", scalar("float"), [0.5, null]],
    ["a float is not finite", scalar("float"), [0.5, Number.NaN]],
    ["an enum has no name", LEVEL, [0, 7]],
    ["there is a gap", scalar("bool"), Array(2)],
  ])("if %s", (_, type, list) => {
    expect(printerOf(type)?.(list)).toBeUndefined();
  });

  it("if somebody gave all lists another form in JSON", () => {
    const texts = printerOf(scalar("string"));
    const numbers = printerOf(scalar("int32"));
    Object.defineProperty(Array.prototype, "toJSON", { value: () => "all", configurable: true });
    try {
      expect([texts?.(["a"]), numbers?.([1])].every((text) => text === undefined)).toBe(true);
    } finally {
      Reflect.deleteProperty(Array.prototype, "toJSON");
    }
  });

  it.each<[string, ValueType, Partial<FieldPlan>, Partial<Limits>]>([
    ["are hidden", scalar("string"), { isHidden: true }, {}],
    ["are messages", { kind: "message", typeName: "a.M", delimited: false }, {}, {}],
    ["hold JSON", scalar("string"), { json: { shown: (value) => value, collect: () => {} } }, {}],
    ["are texts that may be too long", scalar("string"), {}, { maxStringLength: 1000 }],
    ["are bytes", scalar("bytes"), {}, {}],
    ["are integers of 64 bits", scalar("int64"), {}, {}],
  ])("if they %s", (_, type, plan, limits) => {
    expect(printerOf(type, plan, limits)).toBeUndefined();
  });
});
