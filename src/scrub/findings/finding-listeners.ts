import { processWide } from "../process-wide.js";
import type { FindingListener, Hit, Place } from "./finding.js";
import { FindingLog } from "./finding-log.js";

/** The listeners of all copies of this package in this process. */
export interface FindingListeners {
  /** @returns a function that removes the listener, after it has heard of all counts. */
  readonly add: (listener: FindingListener) => () => void;
  /** Whether somebody listens. False while a listener is called, so that one that logs does not call itself. */
  readonly isListening: () => boolean;
  readonly report: (hits: readonly Hit[], place: Place) => void;
}

let ofProcess: FindingListeners | undefined;

/** The listeners of this process. */
export function findingListeners(): FindingListeners {
  ofProcess ??= processWide("findings", 1, makeListeners, works);
  return ofProcess;
}

function makeListeners(): FindingListeners {
  const logs = new Set<FindingLog>();
  let isCalling = false;
  const calling = <T>(call: () => T): T => {
    const before = isCalling;
    isCalling = true;
    try {
      return call();
    } finally {
      isCalling = before;
    }
  };
  return {
    add(listener) {
      const log = new FindingLog((finding) => calling(() => listener(finding)));
      logs.add(log);
      return () => {
        if (logs.delete(log)) log.flush();
      };
    },
    isListening: () => logs.size > 0 && !isCalling,
    report(hits, place) {
      for (const hit of hits) for (const log of logs) log.add({ ...hit, ...place });
    },
  };
}

function works({ add, isListening }: FindingListeners): boolean {
  const remove = add(() => undefined);
  remove();
  return typeof isListening() === "boolean";
}
