import { describe, expect, it } from "vitest";
import { BOOL } from "../../../src/scalars/numbers.js";
import type { EnumShape } from "../../../src/schema/message-shape.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { flattened, joined } from "../../../src/write/text/rope.js";
import { scalarText } from "../../../src/write/text/scalar-text.js";
import { cutBytes, cutString, printStringWithin, textInside } from "../../../src/write/text/string-text.js";
import { GO_FORMAT, inOrder, PROTOJSON_FORMAT, parseable } from "../../../src/write/text/text-format.js";
import { TextState } from "../../../src/write/text/text-state.js";
import { fieldPlan, fieldShape } from "../../plan/field-shape.js";

const NONE = Number.POSITIVE_INFINITY;

describe("an open string", () => {
  const isToken = (text: string): boolean => text.startsWith("token");

  it("is escaped, cut, or hidden, between its quotes", () => {
    const whole = textInside(NONE, isToken, '"wrong"', false);
    expect(["a<", "token1", 5, null].map(whole)).toEqual(["a\\u003c", "***stripped***", "wrong", "wrong"]);
    const open = textInside(NONE, undefined, '"wrong"', false);
    expect(["a<", "token1", 5].map(open)).toEqual(["a\\u003c", "token1", "wrong"]);
    const plain = textInside(NONE, undefined, '"wrong"', true);
    expect(plain("a<")).toBe("a<");
    const short = textInside(3, isToken, '"wrong"', true);
    expect(["abc", "abcd", "token1"].map(short)).toEqual([
      "abc",
      "abc<<1 more characters>>",
      "***stripped***",
    ]);
  });

  it("is cut without a half of a pair", () => {
    expect(cutString(2)("a\u{1f600}b")).toBe('"a<<3 more characters>>"');
    expect(cutString(3)("a\u{1f600}b")).toBe('"a\u{1f600}<<1 more characters>>"');
    expect(cutString(0)("<")).toBe('"<<1 more characters>>"');
    expect(cutString(1)("<<")).toBe('"\\u003c<<1 more characters>>"');
    expect(cutString(4)("abcd")).toBe('"abcd"');
    expect(cutString(NONE)("a".repeat(500))).toHaveLength(502);
  });

  it("of base64 is cut between groups", () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7);
    expect(cutBytes(NONE)(bytes)).toBe('"AQIDBAUGBw=="');
    expect(cutBytes(12)(bytes)).toBe('"AQIDBAUGBw=="');
    expect(cutBytes(11)(bytes)).toBe('"AQIDBAUG<<4 more characters>>"');
    expect(cutBytes(7)(bytes)).toBe('"AQID<<8 more characters>>"');
    expect(cutBytes(3)(bytes)).toBe('"<<12 more characters>>"');
  });

  it("takes its room, or cuts the output", () => {
    const print = printStringWithin(5, isToken, '"wrong"');
    const printed = (value: unknown, room: number): readonly [string, number, boolean] => {
      const state = new TextState(room);
      return [print("x", value, 1, state), state.left, state.cut];
    };
    expect(printed("abc", 5)).toEqual(['x"abc"', 0, false]);
    expect(printed("abc", 4)).toEqual(["x", 4, true]);
    expect(printed("<", 7)).toEqual(["x", 7, true]);
    expect(printed("<", 8)).toEqual(['x"\\u003c"', 0, false]);
    expect(printed("abcdefgh", 4)).toEqual(["x", 4, true]);
    expect(printed("abcdefgh", 50)).toEqual(['x"abcde<<3 more characters>>"', 50 - 28, false]);
    expect(printed("token", 16)).toEqual(['x"***stripped***"', 0, false]);
    expect(printed("token", 15)).toEqual(["x", 15, true]);
    expect(printed(5, 7)).toEqual(['x"wrong"', 0, false]);
    expect(printed(5, 6)).toEqual(["x", 6, true]);
    expect(printStringWithin(5, undefined, "")("x", "token", 1, new TextState(9))).toBe('x"token"');
  });
});

describe("a format", () => {
  const level: EnumShape = {
    typeName: "a.Level",
    closed: false,
    values: [
      { name: "LOW", jsonName: "low", number: 0 },
      { name: "LEAST", jsonName: "least", number: 0 },
      { name: 'B"', jsonName: "b", number: 1 },
    ],
  };

  it("names the values of an enum, the first one of several, or gives the number", () => {
    expect([0, 1, 2].map(GO_FORMAT.enumText(level))).toEqual(['"LOW"', '"B\\""', "2"]);
    expect([0, 1, 2].map(PROTOJSON_FORMAT.enumText(level))).toEqual(['"low"', '"b"', "2"]);
    const nulls = { ...level, typeName: "google.protobuf.NullValue" };
    expect([0, 1].map(PROTOJSON_FORMAT.enumText(nulls))).toEqual(["null", "null"]);
    expect(GO_FORMAT.enumText(nulls)(0)).toBe('"LOW"');
  });

  it("orders fields by name, or by number", () => {
    const fields = [
      ["b", 1, "z"],
      ["a", 3, "y"],
      ["c", 2, "x"],
    ] as const;
    const plans = fields.map(([name, number, jsonName]) =>
      fieldPlan({ field: fieldShape({ name, number, jsonName }) }),
    );
    expect(inOrder(GO_FORMAT, plans).map(({ field }) => GO_FORMAT.key(field))).toEqual(["a", "b", "c"]);
    expect(inOrder(PROTOJSON_FORMAT, plans).map(({ field }) => PROTOJSON_FORMAT.key(field))).toEqual([
      "z",
      "x",
      "y",
    ]);
    const twins = plans.map((plan) => ({ ...plan, field: { ...plan.field, name: "same" } }));
    expect(inOrder(GO_FORMAT, twins)).toEqual(twins);
    expect(GO_FORMAT.compare(fieldShape({ name: "a" }), fieldShape({ name: "b" }))).toBe(-1);
    expect(GO_FORMAT.compare(fieldShape({ name: "b" }), fieldShape({ name: "a" }))).toBe(1);
    expect(GO_FORMAT.compare(fieldShape({ name: "a" }), fieldShape({ name: "a" }))).toBe(0);
    expect(plans.map(({ field }) => field.name)).toEqual(["b", "a", "c"]);
  });

  it("writes large integers so that JSON.parse keeps their digits", () => {
    const digits = ["7", "9007199254740991", "9007199254740992", "-9007199254740992"];
    expect(digits.map(GO_FORMAT.integer64)).toEqual(digits);
    expect(digits.map(PROTOJSON_FORMAT.integer64)).toEqual(digits.map((text) => `"${text}"`));
    expect(digits.map(parseable(GO_FORMAT).integer64)).toEqual([
      ...digits.slice(0, 2),
      ...digits.slice(2).map((text) => `"${text}"`),
    ]);
    expect(parseable(PROTOJSON_FORMAT)).toBe(PROTOJSON_FORMAT);
    expect([GO_FORMAT.float(0.1), PROTOJSON_FORMAT.float(0.1)]).toEqual([0.1, Math.fround(0.1)]);
  });

  it("writes scalars: a Value that is null has one text, whatever number stands there", () => {
    expect(scalarText(fieldShape(), GO_FORMAT)("a")).toBe('"a"');
    const type = { kind: "enum", enum: level } as const;
    expect(scalarText(fieldShape({ type }), GO_FORMAT)(1)).toBe('"B\\""');
    const nullValue = scalarText(
      fieldShape({ type, fullName: "google.protobuf.Value.null_value" }),
      GO_FORMAT,
    );
    expect([0, 1, 7, "x", 1.5].map(nullValue)).toEqual(['"LOW"', '"LOW"', '"LOW"', undefined, undefined]);
    const message = { kind: "message", typeName: "a.M", delimited: false } as const;
    expect(() => scalarText(fieldShape({ type: message }), GO_FORMAT)).toThrow("a.M is not a scalar type");
    expect(BOOL.text(GO_FORMAT)(true)).toBe("true");
  });
});

describe("the state of a text", () => {
  it("gives room until there is none, and says that the text is cut", () => {
    const state = new TextState(5);
    expect([state.take(5), state.left, state.cut]).toEqual([true, 0, false]);
    expect([state.take(0), state.cut]).toEqual([true, false]);
    expect([state.take(1), state.left, state.cut]).toEqual([false, 0, true]);
  });

  it("knows the messages that it is inside of", () => {
    const state = new TextState(5);
    const plan = {
      kind: "message",
      typeName: "a",
      fields: [],
      mayContainSecrets: false,
      recursive: true,
      any: undefined,
      typedStruct: undefined,
    } as const;
    const message = {};
    state.leave();
    expect([state.enter(plan, message), state.enter(plan, message)]).toEqual([true, false]);
    state.leave();
    expect(state.enter(plan, {})).toBe(true);
  });

  it("is joined of texts, in one piece", () => {
    expect(joined("a", "b", "", "c")).toBe("abc");
    expect([flattened("abc"), flattened("")]).toEqual(["abc", ""]);
  });
});

describe("limits", () => {
  it("have defaults, and take integers of at least their least value", () => {
    const none = { maxStringLength: NONE, maxListLength: NONE, maxOutputLength: NONE };
    expect(resolveLimits()).toEqual({ maxDepth: 100, ...none });
    const least = { maxDepth: 1, maxStringLength: 0, maxListLength: 0, maxOutputLength: 64 };
    expect(resolveLimits(least)).toEqual(least);
    for (const [name, value] of Object.entries(least)) {
      expect(resolveLimits({ [name]: NONE })).toMatchObject({ [name]: NONE });
      for (const wrong of [value - 1, value + 0.5, Number.NaN, "70", null]) {
        const message = `limits.${name}: expected an integer of at least ${value}, or Infinity`;
        expect(() => resolveLimits({ [name]: wrong })).toThrow(new RangeError(message));
      }
    }
  });

  it("that do not exist are refused, with the name that was meant", () => {
    expect(() => resolveLimits({ maxdepth: 5 } as object)).toThrow(/^limits\.maxdepth: .*maxDepth/);
    expect(() => resolveLimits([] as object)).toThrow(/^limits: /);
  });
});
