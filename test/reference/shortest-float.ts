// Everything is counted in this unit, in which each float32, each middle between two, and each decimal tried is whole.
const BINARY_SCALE = 2n ** 150n;
const DECIMAL_SCALE = 60;
const UNIT = BINARY_SCALE * 10n ** BigInt(DECIMAL_SCALE);

/**
 * Prints a float32 as the shortest decimal that reads back as the same float32, and of several the closest one, laid
 * out as JavaScript lays out doubles. Computed with exact integers. The value must be a finite float32.
 */
export function shortestFloat(value: number): string {
  if (value === 0) {
    return "0";
  }
  if (value < 0) {
    return `-${shortestFloat(-value)}`;
  }
  const exact = inUnits(value);
  const lowest = exact + inUnits(neighbour(value, -1));
  const highest = exact + inUnits(neighbour(value, +1));
  const evenMantissa = bitsOf(value) % 2 === 0;

  function readsBack(candidate: bigint): boolean {
    const doubled = 2n * candidate;
    // A decimal in the very middle between two floats reads as the one whose mantissa is even.
    return evenMantissa ? doubled >= lowest && doubled <= highest : doubled > lowest && doubled < highest;
  }

  const magnitude = Number(value.toExponential().split("e")[1]);
  for (let digits = 1; digits <= 9; digits++) {
    const exponent = magnitude - digits + 1;
    const step = BINARY_SCALE * 10n ** BigInt(DECIMAL_SCALE + exponent);
    const below = exact / step;
    const candidates = [below, below + 1n].filter((digitsOf) => readsBack(digitsOf * step));
    const [closest] = candidates.sort((a, b) => compareDistance(a, b, step, exact));
    if (closest !== undefined) {
      return String(Number(`${closest}e${exponent}`));
    }
  }
  throw new Error("nine digits tell every float32 from every other");
}

function compareDistance(a: bigint, b: bigint, step: bigint, exact: bigint): number {
  const difference = distance(a * step, exact) - distance(b * step, exact);
  if (difference !== 0n) {
    return difference < 0n ? -1 : 1;
  }
  return a % 2n === 0n ? -1 : 1;
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

function inUnits(value: number): bigint {
  if (value === Number.POSITIVE_INFINITY) {
    // The float32 that would follow the largest one.
    return 2n ** 128n * UNIT;
  }
  // A float32 times a power of two is exact as a double, and whole.
  return BigInt(value * 2 ** 150) * 10n ** BigInt(DECIMAL_SCALE);
}

function bitsOf(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0);
}

function neighbour(value: number, direction: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bitsOf(value) + direction);
  return view.getFloat32(0);
}
