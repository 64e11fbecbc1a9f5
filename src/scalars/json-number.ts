/**
 * How numbers are written in JSON text: the shortest decimal that reads back as the same number, as Go's encoding/json and
 * protojson have it.
 */

/** A double: the shortest decimal that reads back as the same number; NaN and infinities as strings. */
export function doubleText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return `"${value}"`;
}

/** A float: the shortest decimal that reads back as the same 32-bit number. */
export function floatText(value: number): string {
  const float = Math.fround(value);
  // Integers up to 2^24 lie so far apart that none has a shorter decimal than its own digits.
  const exact = !Number.isFinite(float) || (Number.isInteger(float) && Math.abs(float) <= 2 ** 24);
  return doubleText(exact ? float : shortestFloat(float));
}

/** The double with the fewest digits that rounds to the given 32-bit float; of several, the nearest. */
function shortestFloat(float: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const nearest = nearestDecimal(float, digits);
    if (Math.fround(nearest) === float) return nearest;
    // Below a power of two floats lie closer together than above it: the next decimal up may still round to it.
    const above = step(nearest, digits, 1);
    if (Math.fround(above) === float) return above;
  }
  return Number(float.toPrecision(9));
}

/** The nearest decimal with so many digits; of two equally near ones that with an even last digit, as Go has it. */
function nearestDecimal(float: number, digits: number): number {
  const rounded = float.toExponential(digits - 1);
  const exact = float.toExponential(60).replace(/[-.]/g, "");
  const isTie = /^50*e/.test(exact.slice(digits));
  const lastDigit = Number(rounded.slice(0, rounded.indexOf("e")).at(-1));
  // toExponential takes the larger of two equally near decimals.
  return isTie && lastDigit % 2 === 1 ? step(Number(rounded), digits, -1) : Number(rounded);
}

/** The next decimal with so many digits, away from zero or towards it. */
function step(decimal: number, digits: number, direction: 1 | -1): number {
  const [mantissa = "0", exponent = "0"] = decimal.toExponential(digits - 1).split("e");
  const next = Number(mantissa) + direction * Math.sign(decimal) * 10 ** (1 - digits);
  return Number(`${next.toFixed(digits - 1)}e${exponent}`);
}
