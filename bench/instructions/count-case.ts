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

/**
 * Machine code for all functions at their first call, and none that is optimized. What the optimizing compilers make of the
 * same functions differs from process to process, by up to 10%; counts of this code differ by less than 0.5%.
 */
const BASELINE_CODE: readonly string[] = ["--always-sparkplug", "--no-opt"];

/** What all passes of the first process should take at least, in ns, for the optimizing compiler to be done with it. */
const WARM_UP = 75e6;
/** The same without that compiler: so long that the start of a process, which differs by 0.02%, does not count. */
const WARM_UP_BASELINE = 20e6;
/** So many, where each takes long: a collection that happens in one should not decide. */
const FEWEST_PASSES = 8;

/** How a case is counted: see {@link caseCounter}. */
export type Effort = "quick" | "baseline" | "optimized";

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
 * @param effort "quick" for a few passes, whose figures mean nothing; "baseline" for code that is not optimized, whose
 *   figures are the same each time; "optimized" for the code that a server runs.
 */
export function caseCounter(counter: Counter, main: string, effort: Effort): CountCase {
  const known = new Map<string, number>();
  const flags = effort === "baseline" ? [...PREDICTABLE, ...BASELINE_CODE] : PREDICTABLE;
  const warmUp = effort === "baseline" ? WARM_UP_BASELINE : WARM_UP;
  return async (script, name) => {
    const passes =
      known.get(name) ?? (effort === "quick" ? FEWEST_PASSES : passesFor(warmUp, await timeOf(main, name)));
    known.set(name, passes);
    const repeat = join(dirname(script), "instructions/repeat-case.js");
    const count = (times: number): Promise<number> =>
      counter.count([process.execPath, ...flags, repeat, name, String(times)]);
    // Side by side: what other processes do changes no count.
    const [once, twice] = await Promise.all([count(passes), count(2 * passes)]);
    return { instructions: (twice - once) / passes, passes };
  };
}

/** A power of two, so that a machine that is a little slower than last time does not count other passes. */
function passesFor(warmUp: number, nanoseconds: number): number {
  return Math.max(FEWEST_PASSES, 2 ** Math.ceil(Math.log2(warmUp / nanoseconds)));
}
