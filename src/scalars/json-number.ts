/**
 * Writes numbers as JSON text: the shortest decimal that reads back as the same number, as Go's encoding/json and protojson
 * do.
 */

/** A double: the shortest decimal that reads back as the same number; NaN and infinities as strings. */
export function doubleText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return `"${value}"`;
}

/** A float: the shortest decimal that reads back as the same 32-bit number. */
export function floatText(value: number): string {
  const float = Math.fround(value);
  // Up to 2^24, every integer is a float of its own, so a decimal with fewer digits would be another number.
  const exact = !Number.isFinite(float) || (Number.isInteger(float) && Math.abs(float) <= 2 ** 24);
  return doubleText(exact ? float : shortestFloat(float));
}

/** The double with the fewest digits that rounds to the given 32-bit float; of several, the nearest. */
function shortestFloat(float: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const nearest = nearestDecimal(float, digits);
    if (Math.fround(nearest) === float) return nearest;
    // Floats are closer together below a power of two than above it. So the next larger decimal may still round to this float.
    const above = step(nearest, digits, 1);
    if (Math.fround(above) === float) return above;
  }
  return Number(float.toPrecision(9));
}

/** The nearest decimal with this many digits. If two are equally near, it is the one with an even last digit, as in Go. */
function nearestDecimal(float: number, digits: number): number {
  const rounded = float.toExponential(digits - 1);
  const exact = float.toExponential(60).replace(/[-.]/g, "");
  const isTie = /^50*e/.test(exact.slice(digits));
  const lastDigit = Number(rounded.slice(0, rounded.indexOf("e")).at(-1));
  // toExponential takes the larger of two equally near decimals.
  return isTie && lastDigit % 2 === 1 ? step(Number(rounded), digits, -1) : Number(rounded);
}

/** The next decimal with this many digits, away from zero or towards it. */
function step(decimal: number, digits: number, direction: 1 | -1): number {
  const [mantissa = "0", exponent = "0"] = decimal.toExponential(digits - 1).split("e");
  const next = Number(mantissa) + direction * Math.sign(decimal) * 10 ** (1 - digits);
  return Number(`${next.toFixed(digits - 1)}e${exponent}`);
}
