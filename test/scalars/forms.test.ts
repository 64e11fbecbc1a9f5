import { runInNewContext } from "node:vm";
import Long from "long";
import { describe, expect, it } from "vitest";
import { isBytes } from "../../src/options/is-bytes.js";
import { onlyLong, signed64, unsigned64 } from "../../src/scalars/integer-64.js";
import { scalarOf } from "../../src/scalars/scalars.js";
import { bytesLike } from "../../src/scalars/string-and-bytes.js";
import type { ScalarName } from "../../src/schema/message-shape.js";

/** The neutral value of what a library holds. */
function neutral(scalar: ScalarName, value: unknown): unknown {
  return scalarOf({ kind: "scalar", scalar }).neutral?.(value);
}

/** A neutral value in the form of another value. */
function like(scalar: ScalarName, form: unknown, value: unknown): unknown {
  return scalarOf({ kind: "scalar", scalar }).like(form, value);
}

const EDGES = [0n, 1n, -1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, -(2n ** 31n), 2n ** 63n - 1n, -(2n ** 63n)];
const UNSIGNED_EDGES = [
  0n,
  1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 63n + 1n,
  2n ** 64n - 1n,
];

describe("a 64-bit integer becomes neutral", () => {
  it.each(["int64", "sint64", "sfixed64"] as const)("from a Long, signed: %s", (type) => {
    for (const integer of EDGES) expect(neutral(type, Long.fromString(`${integer}`))).toBe(integer);
  });

  it.each(["uint64", "fixed64"] as const)(
    "from a Long, unsigned, whatever the Long says of its sign: %s",
    (type) => {
      for (const integer of UNSIGNED_EDGES) {
        const long = Long.fromString(`${integer}`, true);
        expect(neutral(type, long)).toBe(integer);
        expect(neutral(type, long.toSigned())).toBe(integer);
      }
    },
  );

  it("from a number, if that is an integer", () => {
    expect([7, -7, 2 ** 60].map(signed64)).toEqual([7n, -7n, 2n ** 60n]);
    expect([7, 2 ** 60].map(unsigned64)).toEqual([7n, 2n ** 60n]);
  });

  it.each([
    ["digits", "12"],
    ["a bigint", 12n],
    ["a fraction", 1.5],
    ["null", null],
    ["undefined", undefined],
    ["half a Long", { high: 1 }],
    ["the other half", { low: 1 }],
    ["a Long with a fraction", { low: 0, high: 1.5 }],
  ])("unless it is no form of its own: %s", (_, value) => {
    expect(signed64(value)).toBe(value);
    expect(unsigned64(value)).toBe(value);
  });
});

describe("a 64-bit integer takes the form of another one", () => {
  it("of digits, a number or a bigint", () => {
    expect(like("int64", "5", -7n)).toBe("-7");
    expect(like("int64", 5, -7n)).toBe(-7);
    for (const form of [5n, null, undefined, {}]) expect(like("int64", form, -7n)).toBe(-7n);
  });

  it("of a Long: it equals the Long that the package makes of the same integer", () => {
    for (const integer of EDGES) {
      expect(like("int64", Long.ONE, integer)).toEqual(Long.fromString(`${integer}`));
    }
    for (const integer of UNSIGNED_EDGES) {
      const copy = like("uint64", Long.UONE, integer);
      const long = Long.fromString(`${integer}`, true);
      expect(copy).toEqual(long);
      expect(copy).toBeInstanceOf(Long);
      expect(long.equals(copy as Long)).toBe(true); // an instance, as seen above
      expect(`${copy}`).toBe(`${integer}`);
    }
  });

  it("but a neutral value that is no bigint stays as it is: the copy of a value that is not secret", () => {
    for (const value of ["7", 7]) expect(like("int64", Long.ONE, value)).toBe(value);
  });
});

describe("a Long in a copy holds its integer alone", () => {
  it("it is the same one if it holds nothing else", () => {
    const bare: object = Object.assign(Object.create(null), { low: 1, high: 0 });
    for (const long of [Long.ONE, { low: 1, high: 0, unsigned: true }, bare]) {
      expect(onlyLong(long as Long)).toBe(long); // it has the two halves
    }
  });

  it.each([
    ["a property", { low: 1, high: 2, unsigned: true, note: "x" }, true],
    ["a symbol", { low: 1, high: 2, unsigned: "yes", [Symbol("x")]: 1 }, false],
    ["a prototype of another kind", Object.assign(Object.create({ note: "x" }), { low: 1, high: 2 }), false],
  ])("it is a new one without %s", (_, long, unsigned) => {
    const copy = onlyLong(long);
    expect(copy).toEqual({ low: 1, high: 2, unsigned });
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });
});

describe("bytes become neutral", () => {
  it.each([
    ["base64", "aHU/", "hu?"],
    ["base64 for URLs", "-_-_", "\xfb\xff\xbf"],
    ["base64 without padding", "aA", "h"],
    ["base64 with padding", "aA==", "h"],
    ["numbers", [104, 0, 255], "h\x00\xff"],
  ])("from %s", (_, value, bytes) => {
    expect(neutral("bytes", value)).toEqual(Uint8Array.from(Buffer.from(bytes, "latin1")));
  });

  it.each([
    ["a A"],
    ["aA==="],
    ["a=A"],
    ["a"],
    ["=aA"],
    ["ä"],
    [[256]],
    [[-1]],
    [[1.5]],
    [["1"]],
    [[1, undefined]],
  ])("unless they cannot be: %j", (value) => {
    expect(neutral("bytes", value)).toBeUndefined();
  });

  it("any other value stays as it is, bytes of another realm included", () => {
    const foreign: unknown = runInNewContext("new Uint8Array([1])");
    for (const value of [foreign, new Uint8Array(1), 5, null, { 0: 1 }])
      expect(neutral("bytes", value)).toBe(value);
    expect(isBytes(foreign)).toBe(true);
  });

  it("a value that only says that it is a Uint8Array is none", () => {
    expect(isBytes({ [Symbol.toStringTag]: "Uint8Array", length: 1 })).toBe(false);
    expect(
      isBytes(Object.defineProperty(new Uint16Array(1), Symbol.toStringTag, { value: "Uint8Array" })),
    ).toBe(false);
  });
});

describe("bytes take the form of other bytes", () => {
  const bytes = Uint8Array.of(104, 255);

  it("of base64, or of numbers", () => {
    expect(bytesLike("", bytes)).toBe("aP8=");
    expect(bytesLike([], bytes)).toEqual([104, 255]);
  });

  it("of a Buffer, or of any class of bytes", () => {
    const copy = bytesLike(Buffer.alloc(0), bytes);
    expect(Buffer.isBuffer(copy)).toBe(true);
    expect(copy).toEqual(Buffer.from(bytes));
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
  });

  it("of a Uint8Array: the bytes themselves, as for any other value", () => {
    for (const form of [new Uint8Array(), null, undefined, {}]) expect(bytesLike(form, bytes)).toBe(bytes);
    expect(like("bytes", "", bytes)).toBe("aP8=");
    expect(like("bytes", "", undefined)).toBeUndefined();
  });
});

describe("other types", () => {
  it("floats have words for what JSON cannot write", () => {
    for (const type of ["double", "float"] as const) {
      expect(neutral(type, "NaN")).toBeNaN();
      expect(neutral(type, "Infinity")).toBe(Number.POSITIVE_INFINITY);
      expect(neutral(type, "-Infinity")).toBe(Number.NEGATIVE_INFINITY);
      for (const value of ["infinity", "1", "", 1.5, null]) expect(neutral(type, value)).toBe(value);
    }
  });

  it("have one form", () => {
    for (const type of ["int32", "bool", "string", "double"] as const) expect(like(type, "x", 5)).toBe(5);
  });
});
