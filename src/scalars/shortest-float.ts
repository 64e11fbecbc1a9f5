/**
 * Finds the shortest decimal of a 32-bit float with the arithmetic of doubles: a float has 24 bits and a double 53, so
 * multiplications and divisions tell the decimals near a float apart, at a small part of the price of texts.
 */

/** The most digits that any float takes. */
const MOST_DIGITS = 9;
/** Any two decimals with so many digits are different floats, so the first that is found is the only one. */
const DISTINCT_DIGITS = 6;
/** The smallest float with all its bits. Smaller ones have fewer, and may need fewer digits. */
const SMALLEST_NORMAL = 2 ** -126;
/** A double holds powers of ten up to this one exactly. */
const EXACT_POWER = 22;
/** How far a scaled float may be from the true one, and more: it has three roundings, and at most nine digits. */
const ERROR = 1e-6;
/**
 * Up to so many decimal places, a product is in the middle between two integers only if the float is in the middle between two
 * decimals: such a float has few digits behind its point. If it has none, no float is that near to the decimals beside it.
 */
const EXACT_MIDDLE = 12;

const LEAST_EXPONENT = -45;
/** The powers of ten of all floats, from the one with the least exponent. `10 ** exponent` is not the nearest double in all engines. */
const POWERS: readonly number[] = Array.from({ length: 85 }, (_, index) =>
  Number(`1e${index + LEAST_EXPONENT}`),
);

/**
 * The double with the fewest digits that rounds to a 32-bit float; of several, the nearest. If two are equally near, it is the
 * one with an even last digit, as in Go.
 *
 * @param float a finite number that is a 32-bit float.
 */
export function shortestFloat(float: number): number {
  const size = Math.abs(float);
  if (size === 0) return float;
  const exponent = exponentOf(size);
  const shortest = size < SMALLEST_NORMAL ? shortestFrom(1, size, exponent) : shortestNormal(size, exponent);
  return float < 0 ? -shortest : shortest;
}

/** Most floats take eight or nine digits. If no decimal with eight digits will do, no shorter one will. */
function shortestNormal(size: number, exponent: number): number {
  const withEight = decimalOf(size, exponent, MOST_DIGITS - 1);
  if (Number.isNaN(withEight)) return decimalOf(size, exponent, MOST_DIGITS);
  for (let digits = DISTINCT_DIGITS; digits < MOST_DIGITS - 1; digits++) {
    const decimal = decimalOf(size, exponent, digits);
    if (!Number.isNaN(decimal)) return decimal;
  }
  return withEight;
}

function shortestFrom(fewest: number, size: number, exponent: number): number {
  for (let digits = fewest; digits < MOST_DIGITS; digits++) {
    const decimal = decimalOf(size, exponent, digits);
    if (!Number.isNaN(decimal)) return decimal;
  }
  return decimalOf(size, exponent, MOST_DIGITS);
}

/** The nearest decimal with so many digits that rounds to the float; NaN if there is none. */
function decimalOf(size: number, exponent: number, digits: number): number {
  const places = digits - 1 - exponent;
  const nearest = scaled(size, digits, places);
  const decimal = unscaled(nearest, places);
  if (Math.fround(decimal) === size) return decimal;
  if (!isPowerOfTwo(size)) return Number.NaN;
  // Floats are closer together below a power of two than above it. So the next larger decimal may still round to this float.
  const above = unscaled(nearest + 1, places);
  return Math.fround(above) === size ? above : Number.NaN;
}

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);
/** The exponent of the first decimal digit, or one less, for each exponent of a float. */
const DECIMAL_EXPONENTS: Int8Array = Int8Array.from({ length: 255 }, (_, exponent) =>
  Math.floor(Math.log10(2 ** (exponent - 127))),
);

/** The exponent of the first digit of a float. One that lacks bits also lacks digits, so it may have zeros before the first. */
function exponentOf(size: number): number {
  floats[0] = size;
  const exponent = DECIMAL_EXPONENTS[(bits[0] ?? 0) >>> 23] ?? 0;
  return power(exponent + 1) <= size ? exponent + 1 : exponent;
}

/** Whether the neighbours of a float are not equally near. */
function isPowerOfTwo(size: number): boolean {
  floats[0] = size;
  return ((bits[0] ?? 0) & 0x7fffff) === 0;
}

/** A number without its point: the integer that is nearest to it times a power of ten. */
function scaled(size: number, digits: number, places: number): number {
  const product = times(size, places);
  const below = Math.floor(product);
  const rest = product - below;
  if (Math.abs(rest - 0.5) > ERROR) return rest < 0.5 ? below : below + 1;
  if (rest === 0.5 && places <= EXACT_MIDDLE) return below + (below % 2);
  return Number(size.toExponential(digits - 1).replace(/\.|e.*/g, ""));
}

function times(size: number, places: number): number {
  if (places <= 0) return size / power(-places);
  if (places <= EXACT_POWER) return size * power(places);
  return times(size * power(EXACT_POWER), places - EXACT_POWER);
}

/** The double that is nearest to a decimal: one operation on two exact doubles rounds once. */
function unscaled(digits: number, places: number): number {
  if (places > EXACT_POWER || places < -EXACT_POWER) return Number(`${digits}e${-places}`);
  return places < 0 ? digits * power(-places) : digits / power(places);
}

function power(exponent: number): number {
  return POWERS[exponent - LEAST_EXPONENT] ?? Number.NaN;
}
