import { processWide } from "../process-wide.js";
import type { Finding, FindingListener, Hit, Place } from "./finding.js";
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
  const channel = findingChannel();
  let channelLog: FindingLog | undefined;
  let isCalling = false;
  const logFor = (listener: FindingListener): FindingLog =>
    new FindingLog((finding) => {
      const before = isCalling;
      isCalling = true;
      try {
        return listener(finding);
      } finally {
        isCalling = before;
      }
    });
  return {
    add(listener) {
      const log = logFor(listener);
      logs.add(log);
      return () => {
        if (logs.delete(log)) log.flush();
      };
    },
    isListening() {
      if (channel?.hasSubscribers !== true) channelLog = undefined;
      return !isCalling && (logs.size > 0 || channel?.hasSubscribers === true);
    },
    report(hits, place) {
      if (channel?.hasSubscribers === true) channelLog ??= logFor((finding) => channel.publish(finding));
      const all = channelLog === undefined ? [...logs] : [...logs, channelLog];
      for (const hit of hits) for (const log of all) log.add({ ...hit, ...place });
    },
  };
}

function works({ add, isListening }: FindingListeners): boolean {
  const remove = add(() => undefined);
  remove();
  return typeof isListening() === "boolean";
}

/** The part of a channel of `node:diagnostics_channel` that is used here. */
interface Channel {
  readonly hasSubscribers: boolean;
  publish(finding: Finding): void;
}

/** The name of the channel on which Node publishes findings. */
const CHANNEL = "protosanitizer:finding";

/** The channel of findings. Undefined in runtimes that have none. Only what is built in is asked, so nothing is imported. */
function findingChannel(): Channel | undefined {
  try {
    const { process: node } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }; // only Node has it
    const channels = node?.getBuiltinModule?.("node:diagnostics_channel");
    return (channels as { channel(name: string): Channel } | undefined)?.channel(CHANNEL); // the module has it
  } catch {
    return undefined;
  }
}
