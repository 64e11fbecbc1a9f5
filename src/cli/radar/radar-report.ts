import type { SortedLeaks } from "./allowances.js";

/** What a run came to. */
export interface RadarReport extends SortedLeaks {
  readonly tool: string;
  readonly version: string;
  /** Whether secrets were replaced in what was printed. */
  readonly scrubs: boolean;
  /** Whether any secret was held: if not, nothing could be found. */
  readonly hasSecrets: boolean;
  /** Whether all processes sought all secrets. */
  readonly isComplete: boolean;
}
