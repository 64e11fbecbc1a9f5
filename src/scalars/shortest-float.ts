/**
 * Finds the shortest decimal of a 32-bit float with the arithmetic of doubles: a float has 24 bits and a double 53, so
 * multiplications and divisions tell the decimals near a float apart, at a small part of the price of texts. No branch depends on
 * the digits, because a processor would guess it wrong for every second float (measured: a third of the time).
 *
 * This arithmetic was compared with the C++ library for all floats. Two differ: 7.038531e-26 is next to the middle of them, and as a
 * double it is that middle, so it rounds to the other one.
 */

/** A double holds powers of ten up to 22 exactly. With 22, one quotient would look like a middle that it is not: 6.2038205e+29. */
const MOST_EXACT_PLACES = 21;
/** The powers of ten. `10 ** exponent` is not the nearest double in all engines. */
const POWERS: Float64Array = Float64Array.from({ length: 46 }, (_, exponent) => Number(`1e${exponent}`));

/** The distance of a float from the next one, by the exponent in its bits. The floats with exponent 0 are as close as those with 1. */
const GAPS: Float64Array = Float64Array.from(
  { length: 256 },
  (_, exponent) => 2 ** (Math.max(exponent, 1) - 150),
);
/** The fewest decimal places that tell floats apart: decimals are then at least as close together as floats. */
const PLACES: Int8Array = Int8Array.from(GAPS, (gap) => -Math.floor(Math.log10(gap)));
/** Half a gap, counted in units of the last of these places. A decimal that is closer to a float rounds to it. */
const HALVES: Float64Array = GAPS.map((gap, exponent) => (gap / 2) * Number(`1e${PLACES[exponent]}`));

/** A sum of this size has no room for a fraction: so to add and subtract it rounds to an integer, from a middle to the even one. */
const ROUND = 1.5 * 2 ** 52;
/** Decides for decimals in the middle between two floats. They round to the float whose last bit is 0. */
const MIDDLE = 1e-9;
/** The gap below a power of two is half of the one above it. This leads from a power of two to the middle of what rounds to it. */
const TO_MIDDLE = 1 + 2 ** -26;

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/**
 * The double with the fewest digits that rounds to a 32-bit float; of several, the nearest. If two are equally near, it is the
 * one with an even last digit, as in Go.
 *
 * @param float a number that is a 32-bit float, and not zero.
 */
export function shortestFloat(float: number): number {
  floats[0] = float;
  const word = bits[0] ?? 0;
  const exponent = (word >>> 23) & 0xff;
  const places = PLACES[exponent] ?? 0;
  const power = POWERS[Math.abs(places)] ?? 0;
  const scaled = places < 0 ? float / power : float * power;
  const long = scaled + ROUND - ROUND;
  // A decimal with fewer digits is a multiple of ten, and no two of these round to one float.
  const short = (scaled * 0.1 + ROUND - ROUND) * 10;
  const inside = (HALVES[exponent] ?? 0) - Math.abs(scaled - short);
  // 0 if the short one rounds to the float, and 1 if it does not.
  const isLong = -Math.floor(inside * 0.1 + MIDDLE - 2 * MIDDLE * (word & 1));
  const digits = short + (long - short) * isLong;
  const decimal =
    Math.abs(places) > MOST_EXACT_PLACES
      ? Number(float.toPrecision(`${Math.abs(long)}`.length - 1 + isLong))
      : places < 0
        ? digits * power
        : digits / power;
  return Math.fround(decimal) === float ? decimal : shortestOfTexts(float);
}

/** Finds it by trying texts. Some powers of two need it, and of other floats one in millions. NaN and infinities stay. */
function shortestOfTexts(float: number): number {
  let shortest = float;
  for (let digits = 9; digits > 0; digits--) {
    const decimals = [float, float * TO_MIDDLE].map((near) => Number(near.toPrecision(digits)));
    const decimal = decimals.find((one) => Math.fround(one) === float);
    if (decimal === undefined) break;
    shortest = decimal;
  }
  return shortest;
}
