import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortestFloat } from "./shortest-float.js";

const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });

describe("a float32 prints as its shortest decimal", () => {
  it.each([
    ["0.1", 0.1],
    ["-3.4028235e+38", -3.4028234663852886e38],
    ["1e-45", 1.401298464324817e-45],
    ["16777216", 2 ** 24],
    ["0.000001", 1e-6],
    ["9.999999e-7", 9.999999e-7],
    ["1e+21", 1e21],
    ["999999950000000000000", 9.9999995e20],
    // Below a power of two floats are twice as dense: the nearest decimal of 8 digits reads as another float, the next does not.
    ["1.2621775e-29", 2 ** -96],
    // 0.000244140625 lies in the middle of two decimals of 8 digits: the even one, where toPrecision takes the larger.
    ["0.00024414062", 2 ** -12],
  ])("%s", (expected, value) => {
    expect(shortestFloat(Math.fround(value))).toBe(expected);
  });

  it("reads back as the same float32", () => {
    fc.assert(
      fc.property(anyFloat, (value) => {
        expect(Math.fround(Number(shortestFloat(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it("has no more digits than the first rounding that reads back", () => {
    fc.assert(
      fc.property(anyFloat, (value) => {
        const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].find(
          (count) => Math.fround(Number(value.toPrecision(count))) === value,
        );
        expect(significantDigits(shortestFloat(value))).toBeLessThanOrEqual(digits ?? 0);
      }),
    );
  });
});

function significantDigits(decimal: string): number {
  const [mantissa = ""] = Number(decimal).toExponential().split("e");
  return mantissa.replace(/\D/g, "").length;
}
