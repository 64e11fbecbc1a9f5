import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapKeysOf } from "../../../src/plan/map-keys.js";
import { OPEN } from "../../../src/policy/verdict.js";
import { BOOL } from "../../../src/scalars/numbers.js";
import type { EnumShape } from "../../../src/schema/message-shape.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { fieldKey, NO_KEY } from "../../../src/write/text/field-printer.js";
import { hasSurrogates, sortByKey } from "../../../src/write/text/key-order.js";
import { type KeyRules, mapEntries } from "../../../src/write/text/map-entries.js";
import { flattened, joined } from "../../../src/write/text/rope.js";
import { scalarText } from "../../../src/write/text/scalar-text.js";
import { cutBytes, cutString, printStringWithin, textInside } from "../../../src/write/text/string-text.js";
import { GO_FORMAT, inOrder, PROTOJSON_FORMAT, parseable } from "../../../src/write/text/text-format.js";
import { TextState } from "../../../src/write/text/text-state.js";
import { fieldPlan, fieldShape } from "../../plan/field-shape.js";

const NONE = Number.POSITIVE_INFINITY;

describe("keys", () => {
  const sorted = (keys: readonly string[]): readonly string[] => {
    const entries = keys.map((key) => ({ key, hasSurrogates: hasSurrogates(key) }));
    sortByKey(entries);
    return entries.map(({ key }) => key);
  };
  const byBytes = (keys: readonly string[]): readonly string[] =>
    [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  it("are sorted by their UTF-8 bytes, few and many, with surrogates and without", () => {
    const key = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.string({
        unit: fc.constantFrom("a", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}", "\ud7ff"),
        maxLength: 3,
      }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 40 }), (keys) => {
        expect(sorted(keys)).toEqual(byBytes(keys));
      }),
    );
  });

  it.each([
    [
      ["b", "a", "c"],
      ["a", "b", "c"],
    ],
    [
      ["\u{10000}", "\uffff", "\ue000"],
      ["\ue000", "\uffff", "\u{10000}"],
    ],
    [
      ["a\u{10000}", "a", "a\uffff"],
      ["a", "a\uffff", "a\u{10000}"],
    ],
    // A lone surrogate prints as U+FFFD.
    [
      ["\ufffe", "\ud800", "\ufffc"],
      ["\ufffc", "\ud800", "\ufffe"],
    ],
    [
      ["\ufffe", "\udc00", "\ufffc"],
      ["\ufffc", "\udc00", "\ufffe"],
    ],
    [
      ["\ufffe", "\udc00\ud800", "\ufffc"],
      ["\ufffc", "\udc00\ud800", "\ufffe"],
    ],
    [
      ["\ud800\ue000", "\ufffe"],
      ["\ud800\ue000", "\ufffe"],
    ],
    [
      ["\u{10ffff}", "\u{103ff}"],
      ["\u{103ff}", "\u{10ffff}"],
    ],
  ])("%j", (keys, expected) => {
    expect(sorted(keys)).toEqual(expected);
    expect(sorted([...keys].reverse())).toEqual(expected);
  });

  it("more than a few are sorted, too", () => {
    const keys = Array.from({ length: 30 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 30)));
    expect(sorted(keys)).toEqual(byBytes(keys));
    expect(sorted([...keys, ...keys])).toEqual(byBytes([...keys, ...keys]));
  });

  it("stand behind a brace or a comma", () => {
    expect(fieldKey('a"b')).toEqual({ first: '{"a\\"b":', next: ',"a\\"b":', size: 8 });
    expect(NO_KEY).toEqual({ first: "", next: "", size: 1 });
  });
});

describe("the entries of a map", () => {
  const mapField = fieldShape({ cardinality: { kind: "map", key: "string" } });
  const isToken = (text: string): boolean => text.startsWith("token");

  /** The entries, with how often keys were judged. */
  function counted(quote: KeyRules["quote"], detector?: typeof isToken) {
    const keys = mapKeysOf(mapField, OPEN, detector);
    if (keys === undefined) throw new Error("it is a map");
    const judged: string[] = [];
    const judge = (key: string) => {
      judged.push(key);
      return key === "bad" ? "invalid" : keys.judge(key);
    };
    const entriesOf = mapEntries({
      keys: { ...keys, judge },
      keyText: (key) => `'${key}'`,
      wrongKey: "wrong",
      quote,
    });
    return { entriesOf, judged };
  }

  it("are sorted, with the text before their values", () => {
    const { entriesOf } = counted("");
    expect(entriesOf(["b", "bad", "a"])).toEqual([
      { key: "a", hasSurrogates: false, first: "{'a':", next: ",'a':", size: 5, fate: "open" },
      { key: "b", hasSurrogates: false, first: "{'b':", next: ",'b':", size: 5, fate: "open" },
      { key: "bad", hasSurrogates: false, first: "{wrong:", next: ",wrong:", size: 7, fate: "invalid" },
    ]);
    expect(counted('"').entriesOf(["\ud800"])).toEqual([
      {
        key: "\ud800",
        hasSurrogates: true,
        first: "{'\ud800':\"",
        next: "\",'\ud800':\"",
        size: 5,
        fate: "open",
      },
    ]);
  });

  it("whose keys are credentials are one entry, which is never remembered", () => {
    const { entriesOf, judged } = counted("", isToken);
    for (let round = 0; round < 2; round++) {
      expect(entriesOf(["token1", "a", "token2"]).map(({ first, fate }) => [first, fate])).toEqual([
        ['{"***stripped***":', "credential"],
        ["{'a':", "open"],
      ]);
    }
    expect(judged).toEqual(["token1", "a", "token2", "token1", "token2"]);
  });

  it("are remembered: the last ones as a whole, others by key", () => {
    const { entriesOf, judged } = counted("");
    const first = entriesOf(["b", "a"]);
    expect(entriesOf(["b", "a"])).toBe(first);
    expect(entriesOf(["a", "b"])).toEqual(first);
    expect(entriesOf(["a", "c"]).map(({ key }) => key)).toEqual(["a", "c"]);
    expect(judged).toEqual(["b", "a", "c"]);
  });

  it("are not mistaken for the last ones if a list of keys has grown", () => {
    const { entriesOf } = counted("");
    const keys = ["b"];
    expect(entriesOf(keys)).toHaveLength(1);
    keys.push("a");
    expect(entriesOf(keys).map(({ key }) => key)).toEqual(["a", "b"]);
  });

  it("are not remembered as a whole if there are many, or a key is long", () => {
    const { entriesOf, judged } = counted("");
    const many = Array.from({ length: 65 }, (_, index) => `k${index}`);
    expect(entriesOf(many)).not.toBe(entriesOf(many));
    const some = many.slice(1);
    expect(entriesOf(some)).toBe(entriesOf(some));
    judged.length = 0;
    const long = "a".repeat(257);
    for (const keys of [[long], [long]]) entriesOf(keys);
    expect(judged).toEqual([long, long]);
    for (const keys of [["b".repeat(256)], ["x"], ["b".repeat(256)]]) entriesOf(keys);
    expect(judged).toHaveLength(4);
  });

  it("are forgotten when too many keys came", () => {
    const { entriesOf, judged } = counted("");
    entriesOf(["a"]);
    entriesOf(Array.from({ length: 511 }, (_, index) => `k${index}`));
    entriesOf(["a"]);
    expect(judged).toHaveLength(512);
    entriesOf(["b"]);
    entriesOf(["a"]);
    expect(judged.slice(512)).toEqual(["b", "a"]);
  });
});

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
