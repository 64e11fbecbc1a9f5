import fc from "fast-check";

/** Two values that are to print alike. */
export type Twin<T = unknown> = readonly [left: T, right: T];

/** The same value twice. */
export function same<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Twin<T>> {
  return arbitrary.map((value) => [value, value]);
}

/** Two values that have nothing to do with each other. */
export function independent<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Twin<T>> {
  return fc.tuple(arbitrary, arbitrary);
}

/** Makes one thing of the left values and another of the right ones. */
export function both<T, U>(twin: Twin<T>, make: (value: T) => U): Twin<U> {
  return [make(twin[0]), make(twin[1])];
}

/** Collects twins of many values into the twin of an array. */
export function gather<T>(twins: readonly Twin<T>[]): Twin<T[]> {
  return [twins.map(([left]) => left), twins.map(([, right]) => right)];
}
