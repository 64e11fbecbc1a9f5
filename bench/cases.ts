import { CORPUS, type CorpusEntry } from "./corpus.js";
import { LOGGERS } from "./loggers.js";
import type { Operation } from "./operation.js";
import { PEERS } from "./peers.js";
import { REPRESENTATIONS } from "./representations.js";
import { SCRUBBING } from "./scrubbing.js";
import { SUBJECTS } from "./subjects.js";

/** One operation on one entry of the corpus: what a process measures. */
export interface Case {
  /** `<entry>/<operation>`. */
  readonly name: string;
  readonly entry: CorpusEntry;
  readonly operation: Operation;
}

/** All cases: every subject and every peer on every entry, and beside the first what works on something of its own. */
export const CASES: readonly Case[] = CORPUS.flatMap((entry, index) =>
  [...SUBJECTS, ...REPRESENTATIONS, ...PEERS, ...(index === 0 ? [...LOGGERS, ...SCRUBBING] : [])].map(
    (operation) => ({
      name: `${entry.name}/${operation.name}`,
      entry,
      operation,
    }),
  ),
);

/** The cases whose names contain one of the filters, or all if there is no filter. */
export function casesMatching(filters: readonly string[]): readonly Case[] {
  if (filters.length === 0) return CASES;
  return CASES.filter(({ name }) => filters.some((filter) => name.includes(filter)));
}
