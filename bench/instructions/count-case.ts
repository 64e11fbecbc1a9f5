import { dirname, join } from "node:path";
import { timeOf } from "../case-process.js";
import type { Counter } from "./counter.js";

/**
 * What makes two processes do the same: compiling and collecting at the same points, in the only thread; and the same
 * order of whatever is hashed. Incremental marking goes by the clock: with it, figures differ by some percent.
 */
const PREDICTABLE: readonly string[] = [
  "--single-threaded",
  "--predictable",
  "--predictable-gc-schedule",
  "--no-incremental-marking",
  "--hash-seed=1",
  "--random-seed=1",
];

/** What all passes of the first process should take at least, in ns, for the optimizing compiler to be done with it. */
const WARM_UP = 75e6;
/** So many, where each takes long: a collection that happens in one should not decide. */
const FEWEST_PASSES = 8;

/** What was counted of a case. */
export interface PassCount {
  /** Instructions of one pass. */
  readonly instructions: number;
  /** Passes of the first of two processes; the second one does twice as many. */
  readonly passes: number;
}

/**
 * Counts the instructions of one pass of a case: what a process with twice the passes takes more than one with that
 * many, divided by their number. What comes before the passes, and the compilation in the first of them, is the same in
 * both.
 *
 * @param script the benchmark's main script, of this or another revision.
 * @throws {Error} if the case fails.
 */
export type CountCase = (script: string, name: string) => Promise<PassCount>;

/**
 * Makes a {@link CountCase} that does the same number of passes whenever it counts the same case.
 *
 * @param main the main script, which tells by the time of a pass how many it takes.
 * @param quick whether the figures mean nothing, so that a few passes do.
 */
export function caseCounter(counter: Counter, main: string, quick: boolean): CountCase {
  const known = new Map<string, number>();
  return async (script, name) => {
    const passes = known.get(name) ?? (quick ? FEWEST_PASSES : passesFor(await timeOf(main, name)));
    known.set(name, passes);
    const repeat = join(dirname(script), "instructions/repeat-case.js");
    const count = (times: number): Promise<number> =>
      counter.count([process.execPath, ...PREDICTABLE, repeat, name, String(times)]);
    // Side by side: what other processes do changes no count.
    const [once, twice] = await Promise.all([count(passes), count(2 * passes)]);
    return { instructions: (twice - once) / passes, passes };
  };
}

/** A power of two, so that a machine that is a little slower than last time does not count other passes. */
function passesFor(nanoseconds: number): number {
  return Math.max(FEWEST_PASSES, 2 ** Math.ceil(Math.log2(WARM_UP / nanoseconds)));
}
