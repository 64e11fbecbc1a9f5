import fc from "fast-check";
import { casesOfTest } from "../runs.js";

/**
 * Values that are generated once, and that many checks look at one by one. A check that fails runs again as a property of
 * fast-check with the same seed, which finds the smallest value that fails.
 */
export class Samples<T> {
  readonly #arbitrary: fc.Arbitrary<T>;
  readonly #count: number;
  #values: readonly T[] | undefined;

  constructor(arbitrary: fc.Arbitrary<T>, count: number) {
    this.#arbitrary = arbitrary;
    this.#count = count;
  }

  /** All of them. No check may change a value: the next check gets the same one. */
  get values(): readonly T[] {
    this.#values ??= fc.sample(this.#arbitrary, this.#count);
    return this.#values;
  }

  /**
   * Checks the values that take their turn in the test that runs. Throws what fast-check says of the smallest one that
   * fails.
   *
   * @returns how many values it checked.
   */
  check(check: (value: T) => void): number {
    const checked = casesOfTest(this.values);
    for (const value of checked) {
      try {
        check(value);
      } catch (error) {
        this.fail(check, error);
      }
    }
    return checked.length;
  }

  /** Throws what fast-check says of the smallest value that fails a check. @param error what one value failed with. */
  fail(check: (value: T) => void, error: unknown): never {
    fc.assert(fc.property(this.#arbitrary, check), { numRuns: this.#count });
    throw new Error("a value fails among the others, but not alone: what came before it plays a part", {
      cause: error,
    });
  }
}
