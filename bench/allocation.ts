import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { median } from "./median.js";

// Little enough that no garbage collection starts, which would free the bytes to be counted.
const MOST_BYTES = 4 * 2 ** 20;
const SAMPLES = 9;

/**
 * The bytes that one run of an operation allocates on the heap: the growth of the heap between two collections.
 * Undefined if a single run allocates so much that it starts one.
 */
export function allocatedBytes(run: () => number): number | undefined {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") return undefined;
  const grow = (times: number): number => {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let count = times; count > 0; count--) run();
    return (process.memoryUsage().heapUsed - before) / times;
  };
  const rough = Math.max(1, grow(1));
  const times = Math.max(1, Math.min(1000, Math.floor(MOST_BYTES / rough)));
  // If passes allocate more, a collection may have freed a part.
  if (rough > MOST_BYTES) return undefined;
  const samples = Array.from({ length: SAMPLES }, () => grow(times)).filter((bytes) => bytes >= 0);
  return median(samples);
}
