import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { doubleText, floatText } from "../../src/scalars/json-number.js";
import { MapsSchema, ScalarsSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";
import { shortestFloat } from "../reference/shortest-float.js";
import { runs } from "../runs.js";

/** The float32 with these bits; NaN and infinities among them. */
function floatOf(bits: number): number {
  return new DataView(Uint32Array.of(bits).buffer).getFloat32(0, true);
}

function expectShortest(float: number): void {
  expect(floatText(float)).toBe(expectedText(float));
}

function expectedText(float: number): string {
  if (!Number.isFinite(float)) return `"${float}"`;
  return Object.is(float, -0) ? "-0" : shortestFloat(float);
}

describe("a float prints as the shortest decimal that reads back as the same 32 bits", () => {
  it("for all powers of two, and their neighbours", () => {
    for (let exponent = -149; exponent <= 127; exponent++) {
      const bits = new Uint32Array(Float32Array.of(2 ** exponent).buffer)[0] ?? 0;
      for (const neighbour of [bits - 1, bits, bits + 1]) {
        expectShortest(floatOf(neighbour));
        expectShortest(-floatOf(neighbour));
      }
    }
  });

  it("for all powers of ten, and their neighbours", () => {
    for (let exponent = -45; exponent <= 38; exponent++) {
      const bits = new Uint32Array(Float32Array.of(10 ** exponent).buffer)[0] ?? 0;
      for (const neighbour of [Math.max(0, bits - 1), bits, bits + 1]) expectShortest(floatOf(neighbour));
    }
  });

  it("for random bits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (bits) => {
        expectShortest(floatOf(bits));
      }),
      { numRuns: runs(20_000) },
    );
  });

  it("for random integers, and random decimals of a few digits", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -40, max: 30 }), (digits, exponent) => {
        expectShortest(Math.fround(digits));
        expectShortest(Math.fround(Number(`${digits % 1000}e${exponent}`)));
      }),
      { numRuns: runs(5000) },
    );
  });

  it("for floats between two decimals: in their middle, or as far as the next float", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 24 }),
        fc.integer({ min: -12, max: 24 }),
        (odd, exponent) => {
          expectShortest(odd * 2 ** -exponent);
        },
      ),
      { numRuns: runs(5000) },
    );
    // 2 ** 25 + 2 and 2 ** 25 + 6 are as far from the multiple of ten between them as from the middle of floats.
    for (let step = 0; step < 100; step++) expectShortest(2 ** 25 + 4 * step);
  });

  it("for a double, of which it prints the nearest float", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (double) => {
        expect(floatText(double)).toBe(floatText(Math.fround(double)));
      }),
    );
  });

  it.each([
    [0.1, "0.1"],
    [1 / 3, "0.33333334"],
    [2 ** 24, "16777216"],
    [2 ** 24 + 2, "16777218"],
    [123_456_789, "123456790"],
    [3.4028234663852886e38, "3.4028235e+38"],
    [1.401298464324817e-45, "1e-45"],
    [0.000001, "0.000001"],
    [0.0000001, "1e-7"],
    [-0, "-0"],
    [1e300, '"Infinity"'],
    // Scaled to an integer, these look like the middle between two decimals, and are not.
    [6.20382045e29, "6.2038205e+29"],
    [9.33932665e-20, "9.3393267e-20"],
    [1.01946067e-16, "1.01946067e-16"],
  ])("%d as %s", (value, text) => {
    expect(floatText(value)).toBe(text);
  });
});

describe("a double prints as the shortest decimal that reads back as the same 64 bits", () => {
  it("whatever it is", () => {
    fc.assert(
      fc.property(fc.double(), (double) => {
        const read: unknown = JSON.parse(doubleText(double));
        expect(Object.is(read, Number.isFinite(double) ? double : String(double))).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each([
    [0, "0"],
    [-0, "-0"],
    [1e21, "1e+21"],
    [123456789012345680000, "123456789012345680000"],
    [1e-7, "1e-7"],
    [5e-324, "5e-324"],
    [Number.NaN, '"NaN"'],
    [Number.POSITIVE_INFINITY, '"Infinity"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
  ])("%d as %s", (value, text) => {
    expect(doubleText(value)).toBe(text);
  });
});

describe("numbers in messages", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });
  const protojson = createSanitizer({ schemas: [registry], format: "protojson" });

  it("minus zero is a value, zero is not set", () => {
    expect(sanitizer.stringify(create(ScalarsSchema, { fDouble: -0, fFloat: -0 }))).toBe(
      '{"f_double":-0,"f_float":-0}',
    );
    expect(sanitizer.stringify(create(ScalarsSchema, { fDouble: 0, fFloat: 0 }))).toBe("{}");
  });

  it("NaN and infinities are strings", () => {
    const scalars = create(ScalarsSchema, { fDouble: Number.NaN, fFloat: Number.NEGATIVE_INFINITY });
    expect(sanitizer.stringify(scalars)).toBe('{"f_double":"NaN","f_float":"-Infinity"}');
    expect(protojson.stringify(scalars)).toBe('{"fDouble":"NaN","fFloat":"-Infinity"}');
    const toDouble = { a: Number.POSITIVE_INFINITY };
    expect(sanitizer.stringify(create(MapsSchema, { toDouble }))).toBe('{"to_double":{"a":"Infinity"}}');
  });

  it("a float is short by default, and has the digits of its 32 bits in ProtoJSON", () => {
    const scalars = create(ScalarsSchema, { fFloat: Math.fround(0.1) });
    expect(sanitizer.stringify(scalars)).toBe('{"f_float":0.1}');
    expect(protojson.stringify(scalars)).toBe('{"fFloat":0.10000000149011612}');
  });

  it("64-bit integers keep all digits: bare by default, strings in ProtoJSON, strings where JSON.parse needs them", () => {
    const scalars = create(ScalarsSchema, {
      fInt64: -(2n ** 63n),
      fUint64: 2n ** 64n - 1n,
      fSint64: 2n ** 53n - 1n,
    });
    expect(sanitizer.stringify(scalars)).toBe(
      '{"f_int64":-9223372036854775808,"f_sint64":9007199254740991,"f_uint64":18446744073709551615}',
    );
    expect(sanitizer.toJson(scalars)).toEqual({
      f_int64: "-9223372036854775808",
      f_sint64: 9007199254740991,
      f_uint64: "18446744073709551615",
    });
    expect(protojson.toJson(scalars)).toEqual({
      fInt64: "-9223372036854775808",
      fSint64: "9007199254740991",
      fUint64: "18446744073709551615",
    });
  });
});
