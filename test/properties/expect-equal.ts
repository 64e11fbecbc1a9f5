import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** The same as `expect(actual).toEqual(expected)`, many times as fast where they are equal. */
export function expectEqual(actual: unknown, expected: unknown): void {
  if (!isSame(actual, expected)) expect(actual).toEqual(expected);
}

function isSame(actual: unknown, expected: unknown): boolean {
  return actual instanceof Uint8Array && expected instanceof Uint8Array
    ? Buffer.compare(actual, expected) === 0
    : isDeepStrictEqual(actual, expected);
}
