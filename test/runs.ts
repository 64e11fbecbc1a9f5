import { expect } from "vitest";

/** The part of all runs that properties take: a tenth, or what FC_RUNS says. `npm run test:long` sets it to 1. */
const part = Number(process.env["FC_RUNS"] ?? 0.1);
if (!(part > 0)) throw new RangeError("FC_RUNS must be a number above 0, such as 1 or 0.1");

/** Of the cases that are tried with each of many others, one of so many takes its turn in `npm test`: a tenth, as of all runs. */
export const TURNS = 10;

/** The fewest runs of a property. Fewer runs would find too little. */
const FEWEST = 10;

/**
 * How often a property runs: `full` times at full strength, and fewer times in `npm test`. Each property of the tests
 * takes its `numRuns` from here.
 *
 * @param full runs at full strength, with FC_RUNS=1.
 */
export function runs(full: number): number {
  return Math.max(Math.ceil(full * part), Math.min(full, FEWEST));
}

/**
 * Some of the cases that are tried together with cases of another kind: all at full strength. In `npm test`, others in
 * each turn, so that each pair of cases comes once in ten turns. Of fewer cases, each turn has one.
 *
 * @param turn counts the cases of the other kind.
 */
export function casesInTurn<T>(cases: readonly T[], turn: number): readonly T[] {
  const turns = Math.min(TURNS, cases.length);
  return part < 1 ? cases.filter((_, index) => (index + turn) % turns === 0) : cases;
}

/**
 * The cases that take their turn in the test that runs: all at full strength, and in `npm test` one of ten. Its name
 * decides which, so they are the same whichever tests run beside it.
 */
export function casesOfTest<T>(cases: readonly T[]): readonly T[] {
  return casesInTurn(cases, expect.getState().currentTestName?.length ?? 0);
}
