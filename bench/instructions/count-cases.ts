import type { Case } from "../cases.js";
import { median } from "../median.js";
import type { CountCase } from "./count-case.js";

/** A case and its count. */
export interface CaseCount {
  readonly measured: Case;
  /** Instructions of one pass: the median of the runs. */
  readonly instructions: number;
  /** Passes of the first of the two processes of a run. */
  readonly passes: number;
}

/**
 * Counts case after case.
 *
 * @param script the benchmark's main script.
 * @param progress called with the name of the next case.
 * @param fail called with the problem of a case, which then has no count.
 */
export async function countCases(
  cases: readonly Case[],
  countCase: CountCase,
  script: string,
  runs: number,
  { progress, fail }: { progress(text: string): void; fail(message: string): void },
): Promise<readonly CaseCount[]> {
  const counts: CaseCount[] = [];
  for (const [index, measured] of cases.entries()) {
    const { name } = measured;
    progress(`${index + 1}/${cases.length} ${name}`);
    try {
      const counted = [];
      while (counted.length < runs) counted.push(await countCase(script, name));
      const instructions = median(counted.map((one) => one.instructions));
      counts.push({ measured, instructions, passes: counted[0]?.passes ?? 0 });
    } catch (error) {
      fail(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return counts;
}
