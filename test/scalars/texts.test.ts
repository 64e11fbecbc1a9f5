import { describe, expect, it } from "vitest";
import { doubleText, jsonNumber, shortest } from "../../src/scalars/json-number.js";
import { BYTE_KINDS, escaped, escapedJson, escapeSeparators, quote } from "../../src/scalars/json-string.js";
import type { Scalar, ScalarSink, ScalarSource, ScalarStyle } from "../../src/scalars/scalar.js";
import { scalarOf } from "../../src/scalars/scalars.js";
import type { EnumShape, ScalarName } from "../../src/schema/message-shape.js";

/** A format that marks all that it decides. */
const style: ScalarStyle = {
  integer64: (digits) => `<${digits}>`,
  float: (value) => value + 0.5,
  enumText: (type) => (number) => {
    const name = type.values.find((value) => value.number === number)?.name;
    return name === undefined ? String(number) : `"${name}"`;
  },
};

function record(scalar: ScalarName): Scalar {
  return scalarOf({ kind: "scalar", scalar });
}

const WRONG = [{}, null, undefined, Symbol("x"), []];
const INTEGERS = [[0, "0"], [-0, "0"], [5, "5"], [1.5], ["5"]] as const;
const LARGE = [[5n, "<5>"], [5, "<5>"], ["5", "<5>"], ["x"], [1.5]] as const;

/** The text of values; none for what is no value of the type. */
const TEXTS: Readonly<Partial<Record<ScalarName, readonly (readonly [unknown, string?])[]>>> = {
  double: [[0.1, "0.1"], [-0, "-0"], [Number.NaN, '"NaN"'], ["NaN"], [1n]],
  float: [[0.25, "0.75"], [Number.NEGATIVE_INFINITY, '"-Infinity"'], ["1"]],
  int32: INTEGERS,
  sint32: INTEGERS,
  fixed32: INTEGERS,
  int64: [[-5n, "<-5>"], ...LARGE],
  uint64: [[-5n], [-5], ...LARGE],
  bool: [[true, "true"], [false, "false"], [0], ["true"]],
  string: [['a"b', '"a\\"b"'], ["", '""'], [5]],
  bytes: [[Uint8Array.of(104), '"aA=="'], ["aA=="], [[104]]],
};

describe("the JSON text", () => {
  it.each(Object.entries(TEXTS))("of %s", (name, rows) => {
    const text = record(name as ScalarName).text(style); // a key of the table
    for (const [value, expected] of rows) expect(text(value)).toBe(expected);
    expect(WRONG.map(text)).toEqual(WRONG.map(() => undefined));
  });
});

/** Values that JSON.stringify writes as the text is; none for the others. */
const VALUES: Readonly<Partial<Record<ScalarName, readonly (readonly [unknown, unknown?])[]>>> = {
  double: [[0.1, 0.1], [0, 0], [-0], [Number.NaN], [Number.POSITIVE_INFINITY], ["1"]],
  float: [[0.25, 0.75], [-0.5, 0], [Number.NaN]],
  int32: [[5, 5], [0, 0], [-0], [1.5], ["5"]],
  bool: [[true, true], [false, false], [0]],
  string: [["<", "<"], ["", ""], [5]],
};

describe("the JSON value with the same text", () => {
  it.each(Object.entries(VALUES))("of %s", (name, rows) => {
    const json = record(name as ScalarName).json?.(style); // a key of the table
    for (const [value, expected] of rows) expect(json?.(value)).toBe(expected);
    expect(WRONG.map((value) => json?.(value))).toEqual(WRONG.map(() => undefined));
  });

  it("no 64-bit integer has one, nor have bytes", () => {
    for (const name of ["int64", "fixed64", "bytes"] as const) expect(record(name).json).toBeUndefined();
  });
});

describe("an enum", () => {
  const plan: EnumShape = {
    typeName: "a.Plan",
    closed: false,
    values: [
      { name: "FREE", jsonName: "free", number: 3 },
      { name: "PAID", jsonName: "FREE", number: 8 },
    ],
  };
  const scalar = scalarOf({ kind: "enum", enum: plan });
  const empty = scalarOf({ kind: "enum", enum: { ...plan, values: [] } });
  const one = scalarOf({ kind: "enum", enum: { ...plan, values: plan.values.slice(0, 1) } });

  it("is held as a number, or by its name, or by its name in JSON, which is the weaker one", () => {
    expect(["FREE", "free", "PAID", 8, 99].map((value) => scalar.neutral?.(value))).toEqual([3, 3, 8, 8, 99]);
    for (const value of ["OTHER", null, undefined, true]) expect(scalar.neutral?.(value)).toBe(value);
    expect([8, 99, -1].map(scalar.accepts)).toEqual([true, true, true]);
    expect(["FREE", 1.5, null].filter(scalar.accepts)).toEqual([]);
    expect(scalar.like("FREE", 8)).toBe(8);
  });

  it("has its first value as its zero", () => {
    expect([scalar.zero, scalar.plainZero, empty.zero]).toEqual([3, 3, 0]);
    expect([3, 0, 8].map(scalar.isZero)).toEqual([true, false, false]);
  });

  it("replaces a secret by its zero, or by its second value where the zero counts as not set", () => {
    expect([scalar, one, empty].map(({ replacement }) => replacement(false))).toEqual([3, 3, 0]);
    expect([scalar, one, empty].map(({ replacement }) => replacement(true))).toEqual([8, 1, 1]);
  });

  it("prints as the format says, if its value is a 32-bit integer", () => {
    expect([3, 99, "FREE", 2 ** 31].map(scalar.text(style))).toEqual(['"FREE"', "99", undefined, undefined]);
  });

  it("has a JSON value where the text is a name", () => {
    const json = scalar.json?.(style);
    expect([3, 8, 99, "FREE"].map((value) => json?.(value))).toEqual(["FREE", "PAID", undefined, undefined]);
    const numbers = scalar.json?.({ ...style, enumText: () => String });
    expect(numbers?.(3)).toBeUndefined();
  });

  it("is an int32 on the wire", () => {
    const calls: unknown[] = [];
    const int32 = (value?: unknown): unknown => calls.push(value);
    scalar.read({ int32 } as ScalarSource, true); // no other method may be called
    scalar.write({ int32 } as ScalarSink, 8);
    expect(calls).toEqual([undefined, 8]);
  });

  it("NullValue is null", () => {
    const nulls = { typeName: "google.protobuf.NullValue", closed: false, values: [] };
    expect(scalarOf({ kind: "enum", enum: nulls }).neutral?.(null)).toBe(0);
  });
});

describe("a number", () => {
  it("a float that is an integer up to 2^24 has no shorter decimal", () => {
    expect([2 ** 24, -(2 ** 24), 2 ** 24 + 2, 2 ** 25 + 4].map(shortest)).toEqual([
      16777216, -16777216, 16777218, 33554436,
    ]);
    expect([16777217, 123456789, 0.1, -0.3].map(shortest)).toEqual([16777216, 123456790, 0.1, -0.3]);
    expect([Number.NaN, Number.NEGATIVE_INFINITY, -0].map(shortest)).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      -0,
    ]);
  });

  it("JSON.stringify writes all but minus zero, NaN and infinities as they print here", () => {
    for (const value of [0, 1.5, -7, 1e21, 1e-7]) {
      expect(jsonNumber(value)).toBe(value);
      expect(doubleText(value)).toBe(JSON.stringify(value));
    }
    for (const value of [-0, Number.NaN, Number.POSITIVE_INFINITY]) expect(jsonNumber(value)).toBeUndefined();
  });
});

describe("a string", () => {
  const ESCAPED: Readonly<Record<string, string>> = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\u0000": "\\u0000",
    "\u001f": "\\u001f",
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u0080": "\\u0080",
    "\u009f": "\\u009f",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
    "\ud800": "\ufffd",
    "\udfff": "\ufffd",
  };
  const AS_THEY_ARE = [
    " ",
    "!",
    "#",
    "%",
    "'",
    "-",
    ";",
    "=",
    "?",
    "[",
    "]",
    "~",
    "\u007f",
    "\u00a0",
    "é",
    "\u2027",
  ];

  it.each([0, 1, 11, 12, 13, 50])(
    "has escapes wherever it needs them, %d characters from its beginning",
    (before) => {
      const [begin, end] = ["a".repeat(before), "b".repeat(50 - before)];
      for (const [character, escapes] of Object.entries(ESCAPED)) {
        for (const rest of ["", end]) expect(escaped(begin + character + rest)).toBe(begin + escapes + rest);
      }
      for (const character of AS_THEY_ARE) expect(quote(begin + character)).toBe(`"${begin}${character}"`);
    },
  );

  it("is plain if all its bytes are ASCII that needs no escape", () => {
    const kinds = Object.keys(ESCAPED).map((character) => BYTE_KINDS[character.charCodeAt(0)]);
    expect(kinds.slice(0, 8)).toEqual(Array(8).fill(1));
    expect([0x80, 0xbf, 0xc3, 0xff].map((byte) => BYTE_KINDS[byte])).toEqual([2, 2, 2, 2]);
    expect([..." az09~"].map((character) => BYTE_KINDS[character.charCodeAt(0)])).toEqual(Array(6).fill(0));
    expect([BYTE_KINDS.length, BYTE_KINDS[0x7f]]).toEqual([256, 1]);
  });
});

describe("JSON text of JSON.stringify", () => {
  it.each(["plain", "<", ">", "&", "a<b", "x>y", "é", "\u0085", "a\u2028b\u2029", '"', "\\u", "\\n"])(
    "gets the escapes that a string of its own has: %j",
    (text) => {
      expect(escapedJson(JSON.stringify([text]))).toBe(`[${quote(text)}]`);
    },
  );

  it("is given up where it holds a lone surrogate, or what looks like one", () => {
    expect(escapedJson(JSON.stringify("a\ud800"))).toBeUndefined();
    expect(escapedJson(JSON.stringify("a\\ud"))).toBeUndefined();
    expect(escapedJson(JSON.stringify("ud"))).toBe('"ud"');
  });

  it("gets no character that ends a line for some readers", () => {
    expect(escapeSeparators("a\u0080\u0085\u009f\u2028\u2029 <é\u007f\u00a0")).toBe(
      "a\\u0080\\u0085\\u009f\\u2028\\u2029 <é\u007f\u00a0",
    );
  });
});
