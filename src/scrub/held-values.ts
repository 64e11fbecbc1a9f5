import { STRIPPED } from "../marker.js";
import type { Origins } from "../write/collect/origin.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import type { Hit } from "./findings/finding.js";
import { processWide } from "./process-wide.js";
import { SecretStore } from "./secret-store.js";

/** What a copy of this package may do with the values that the process holds: it cannot read them. */
export interface HeldValues {
  /**
   * Holds values until the grace time (in milliseconds) after the returned function is called. A copy of version 0.1 takes and
   * gives no origins and no method.
   */
  readonly hold: (
    values: readonly SecretValue[],
    graceTime: number,
    origins?: Origins,
    method?: string,
  ) => () => void;
  /** A text without any held value. */
  readonly scrub: (text: string) => string;
  /** How many distinct values are held. */
  readonly size: () => number;
  /** The held values in a text. A copy of version 0.1 does not say. To share the values with it matters more. */
  readonly hits?: (text: string) => readonly Hit[];
  /** How many messages and metadata of calls the values are from. */
  readonly holdings?: () => number;
  /** Measures how long each search takes, in seconds, until the returned function is called. */
  readonly observe?: (observer: (seconds: number) => void) => () => void;
}

/** The functions of a store. */
export function heldValues(store: SecretStore): HeldValues {
  return {
    hold: (values, graceTime, origins, method) => store.hold(values, graceTime, origins, method),
    scrub: (text) => store.scrub(text),
    size: () => store.size(),
    hits: (text) => store.hits(text),
    holdings: () => store.holdings,
    observe: (observer) => store.observe(observer),
  };
}

let ofProcess: HeldValues | undefined;

/**
 * The values that all copies of this package hold in this process.
 *
 * @param make makes the functions, if no copy has made any. The radar watches what is held.
 */
export function processValues(make: () => HeldValues = ownValues): HeldValues {
  ofProcess ??= processWide("live-secrets", 1, make, works);
  return ofProcess;
}

function ownValues(): HeldValues {
  return heldValues(new SecretStore());
}

/** A value by which a copy tries the functions of another one. */
export const PROBE = "protosanitizer-probe";

function works({ hold, scrub, size }: HeldValues): boolean {
  const release = hold([PROBE], 0);
  const isFound = scrub(PROBE) === STRIPPED && size() > 0;
  release();
  return isFound && scrub(PROBE) === PROBE;
}
