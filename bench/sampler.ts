import { median } from "./median.js";

/** How long a case is measured. All in milliseconds. */
export interface Windows {
  /** Time given to the optimizing compiler before anything counts. */
  readonly warmUp: number;
  /** Least time of all samples together. */
  readonly measure: number;
  /** Least time of one sample, in which the operation is repeated. */
  readonly batch: number;
}

/** Windows of a run whose figures are to be read. */
export const FULL: Windows = { warmUp: 300, measure: 1000, batch: 2 };
/** Windows of a run that only has to show that everything works. */
export const QUICK: Windows = { warmUp: 10, measure: 20, batch: 1 };

/**
 * Measures an operation: the median, over batches, of its time in nanoseconds.
 *
 * A sampler of our own, because tinybench and mitata collect cases and report on them within one process, where what
 * one case teaches the compiler, and the garbage it leaves, falls on the next. Here a process measures one case and has
 * one number to tell.
 *
 * @param run does the operation once and returns a sum over its output.
 * @param between is called before each batch, and does not count.
 * @throws {Error} if that sum changes: then not every run did the same.
 */
export function sample(run: () => number, windows: Windows, between: () => void = () => {}): number {
  const expected = run();
  const batchTime = windows.batch * 1000;
  let size = 1;

  const timeBatch = (): number => {
    between();
    const start = microseconds();
    let sum = 0;
    for (let count = size; count > 0; count--) sum += run();
    const time = microseconds() - start;
    if (sum !== size * expected) throw new Error("two runs of one case did not have the same output");
    return time;
  };

  for (let spent = 0, last = 0; spent < windows.warmUp * 1000 || last < batchTime; spent += last) {
    last = timeBatch();
    if (last < batchTime) size *= 2;
  }

  const samples: number[] = [];
  for (let spent = 0; spent < windows.measure * 1000; ) {
    const time = timeBatch();
    // The compiler may have made the operation faster still: a batch that became too short does not count.
    if (time < batchTime) size *= 2;
    else samples.push((time * 1000) / size);
    spent += time;
  }
  return median(samples);
}

/**
 * Processor time of this process: what else runs on the machine hardly changes it, and all that the garbage collector
 * does in its threads counts. Windows counts it in steps of 16 ms, so there it is the time on the wall.
 */
function microseconds(): number {
  if (process.platform === "win32") return performance.now() * 1000;
  const { user, system } = process.cpuUsage();
  return user + system;
}
