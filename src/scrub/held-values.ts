import { STRIPPED } from "../marker.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { processWide } from "./process-wide.js";
import { SecretStore } from "./secret-store.js";

/** What a copy of this package may do with the values that the process holds: it cannot read them. */
export interface HeldValues {
  /** Holds values until the grace time (in milliseconds) after the returned function is called. */
  readonly hold: (values: readonly SecretValue[], graceTime: number) => () => void;
  /** A text without any held value. */
  readonly scrub: (text: string) => string;
  /** How many distinct values are held. */
  readonly size: () => number;
}

/** The functions of a store. */
export function heldValues(store: SecretStore): HeldValues {
  return {
    hold: (values, graceTime) => store.hold(values, graceTime),
    scrub: (text) => store.scrub(text),
    size: () => store.size(),
  };
}

let ofProcess: HeldValues | undefined;

/** The values that all copies of this package hold in this process. */
export function processValues(): HeldValues {
  ofProcess ??= processWide("live-secrets", 1, () => heldValues(new SecretStore()), works);
  return ofProcess;
}

const PROBE = "protosanitizer-probe";

function works({ hold, scrub, size }: HeldValues): boolean {
  const release = hold([PROBE], 0);
  const isFound = scrub(PROBE) === STRIPPED && size() > 0;
  release();
  return isFound && scrub(PROBE) === PROBE;
}
