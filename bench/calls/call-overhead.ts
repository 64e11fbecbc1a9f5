import { openSync } from "node:fs";
import { destination, type Logger, pino } from "pino";
import { createCsiSanitizer } from "protosanitizer/csi";
import { type CallEntries, loggingServerInterceptor } from "protosanitizer/grpc";
import { Ingredients } from "../ingredients.js";
import { median } from "../median.js";
import { sanitizePino } from "../safe-pino.js";
import { type CallLoad, startLoad } from "./call-load.js";

/** How many calls are made with and without the interceptor, and how they are split to alternate. */
export interface CallRun {
  readonly calls: number;
  readonly batch: number;
}

/** A run whose figures are to be read. */
export const FULL_CALLS: CallRun = { calls: 10_000, batch: 500 };
/** A run that only has to show that everything works. */
export const QUICK_CALLS: CallRun = { calls: 200, batch: 100 };

/** One way to serve calls, and the processor time of a call. */
export interface CallFigure {
  readonly name: string;
  /** Microseconds of processor time per call, of client and server together: the median over batches. */
  readonly microseconds: number;
  /** The median of the ratios to the batch without an interceptor that ran just before. */
  readonly ratio: number;
  /** The ratio of the best batch to the best without an interceptor: what other programs do only ever adds. */
  readonly best: number;
}

const WARM_UP_CALLS = 3_000;

/** What NodePublishVolume carries: tokens for two audiences, two secrets; other values with every call. */
function publishRequests(count: number): readonly object[] {
  const made = new Ingredients(1);
  return Array.from({ length: count }, () => {
    const pod = made.pod();
    return {
      volume_id: `vol-${made.random.hex(17)}`,
      target_path: `/var/lib/kubelet/pods/${pod.uid}/volumes/kubernetes.io~csi/pvc/mount`,
      staging_target_path: "/var/lib/kubelet/plugins/kubernetes.io/csi/staging",
      volume_capability: { mount: { fs_type: "ext4", mount_flags: ["noatime"] }, access_mode: { mode: 1 } },
      secrets: { username: made.password(12), password: made.password() },
      volume_context: {
        "csi.storage.k8s.io/pod.name": pod.name,
        "csi.storage.k8s.io/pod.namespace": pod.namespace,
        "csi.storage.k8s.io/serviceAccount.tokens": made.serviceAccountTokens(pod),
      },
    };
  });
}

/** Measures what the interceptor of grpc-js adds to calls on one connection, in this process. */
export async function measureCalls({ calls, batch }: CallRun): Promise<readonly CallFigure[]> {
  const sanitizer = createCsiSanitizer();
  const devNull = (): ReturnType<typeof destination> =>
    destination({ fd: openSync("/dev/null", "w"), sync: true });
  const requests = publishRequests(batch);
  const requestOf = (call: number): object => requests[call % batch] ?? {};
  const withLogger = (logger: Logger | Logger<string>, entries: CallEntries = "message"): Promise<CallLoad> =>
    startLoad([loggingServerInterceptor({ sanitizer, logger, entries, graceTime: 100 })], requestOf);
  const safe = (): Logger => sanitizePino(pino, { sanitizer, level: "info" }, devNull());
  const loads: ReadonlyMap<string, CallLoad> = new Map([
    ["none", await startLoad([], requestOf)],
    ["level off", await withLogger(pino({ level: "warn" }, devNull()))],
    ["one entry, pino", await withLogger(pino({ level: "info" }, devNull()), "call")],
    ["one entry, sanitizePino", await withLogger(safe(), "call")],
    ["three entries, pino", await withLogger(pino({ level: "info" }, devNull()))],
    ["three entries, sanitizePino", await withLogger(safe())],
  ]);
  const times = new Map<string, number[]>([...loads.keys()].map((name) => [name, []]));
  for (const load of loads.values()) await load.run(Math.min(calls, WARM_UP_CALLS));
  for (let made = 0; made < calls; made += batch) {
    for (const [name, load] of loads)
      times.get(name)?.push(await processorTime(() => load.run(batch), batch));
  }
  for (const load of loads.values()) load.close();
  const none = times.get("none") ?? [];
  return [...times].map(([name, list]) => ({
    name,
    microseconds: median(list),
    ratio: median(list.map((time, index) => time / (none[index] ?? Number.NaN))),
    best: Math.min(...list) / Math.min(...none),
  }));
}

async function processorTime(run: () => Promise<void>, calls: number): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
