import { inBusyProcess, isMeasuredBusy } from "./busy.js";
import { CORPUS, type CorpusEntry } from "./corpus.js";
import { FIRST_USE } from "./first-use.js";
import { LIMITED } from "./limited.js";
import { LOG_SCRUBBING } from "./log-scrubbing.js";
import { LOGGERS } from "./loggers.js";
import { LOOK_ALIKES } from "./look-alikes.js";
import type { Operation } from "./operation.js";
import { PEERS } from "./peers.js";
import { REPRESENTATIONS } from "./representations.js";
import { SCALAR_LISTS } from "./scalar-lists.js";
import { SCRUBBING } from "./scrubbing.js";
import { SUBJECTS } from "./subjects.js";

/** One operation on one entry of the corpus. A process measures one case. */
export interface Case {
  /** `<entry>/<operation>`, with ` (busy)` behind it for a busy process. */
  readonly name: string;
  readonly entry: CorpusEntry;
  readonly operation: Operation;
  /** Whether its process does all kinds of other work in between, as a server does. */
  readonly isBusy: boolean;
}

/** What works on something of its own, beside the first entry. */
const OWN_OPERATIONS: readonly Operation[] = [...LOGGERS, ...SCRUBBING, ...LOOK_ALIKES, ...LOG_SCRUBBING];
const OPERATIONS: readonly Operation[] = [...SUBJECTS, ...REPRESENTATIONS, ...PEERS];
const SPECIAL_OPERATIONS: readonly Operation[] = [...LIMITED, ...SCALAR_LISTS, ...FIRST_USE];

/** All cases: every subject and every peer on every entry, unless the entry says which. */
export const CASES: readonly Case[] = CORPUS.flatMap((entry, index) =>
  operationsOn(entry, index === 0).flatMap((operation) => {
    const name = `${entry.name}/${operation.name}`;
    const alone = { name, entry, operation, isBusy: false };
    return isMeasuredBusy(name) ? [alone, { ...alone, name: inBusyProcess(name), isBusy: true }] : [alone];
  }),
);

function operationsOn({ operations }: CorpusEntry, isFirst: boolean): readonly Operation[] {
  if (operations === undefined) return isFirst ? [...OPERATIONS, ...OWN_OPERATIONS] : OPERATIONS;
  return [...OPERATIONS, ...SPECIAL_OPERATIONS].filter(({ name }) => operations.includes(name));
}

/** The cases whose names contain one of the filters, or all if there is no filter. */
export function casesMatching(filters: readonly string[]): readonly Case[] {
  if (filters.length === 0) return CASES;
  return CASES.filter(({ name }) => filters.some((filter) => name.includes(filter)));
}
