import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { create, type DescMessage, type Message } from "@bufbuild/protobuf";
import { createCsiSanitizer, csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { Issuer } from "./issuer.js";
import { createRandom } from "./random.js";
import { table } from "./report.js";

// No other case uses these seeds.
const PODS = 11;
const FIRST_PASSWORD = 2_000_000;
/** Requests that are live together, to see what a secret takes. */
const HELD = 1000;
/** Requests that are live at the same time in the long run. */
const UNDER_WAY = 20;
const PARTS = 10;
/** What the second half of the long run may add: 1 MiB, in which the caches of the engine have room. */
const MOST_GROWTH = 2 ** 20;

const type = csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest") as DescMessage;

function request(issuer: Issuer, index: number): Message {
  return create(type, {
    volumeId: `vol-${index}`,
    targetPath: "/mnt/data",
    secrets: { password: createRandom(FIRST_PASSWORD + index).text(24) },
    volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: issuer.podTokens().json },
  });
}

/** What the process keeps, in bytes, after everything that nothing refers to is gone: its heap, and arrays outside of it. */
function keptBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") for (let count = 0; count < 3; count++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What live secrets of requests with two tokens and a password take, in bytes for each request. */
function heldBytes(): { readonly held: number; readonly indexed: number } {
  const sanitizer = createCsiSanitizer();
  const issuer = new Issuer(PODS);
  sanitizer.live.hold(sanitizer.secretsOf(request(issuer, 0)), { graceTime: 0 })();
  const before = keptBytes();
  const releases = Array.from({ length: HELD }, (_, index) =>
    sanitizer.live.hold(sanitizer.secretsOf(request(issuer, index)), { graceTime: 0 }),
  );
  const held = keptBytes() - before;
  sanitizer.live.scrub("the first line: all secrets are indexed");
  const indexed = keptBytes() - before;
  for (const release of releases) release();
  return { held: held / HELD, indexed: indexed / HELD };
}

/** What the process keeps after each tenth of many calls. Each call is printed, held, looked for in a line, and released. */
function memoryInCalls(calls: number, progress: (text: string) => void): readonly number[] {
  const sanitizer = createCsiSanitizer();
  const issuer = new Issuer(PODS + 1);
  const underWay: (() => void)[] = [];
  let index = 0;
  let characters = 0;
  return Array.from({ length: PARTS }, (_, part) => {
    for (const end = (calls * (part + 1)) / PARTS; index < end; index++) {
      const message = request(issuer, index);
      characters += sanitizer.stringify(message).length;
      underWay.push(sanitizer.live.hold(sanitizer.secretsOf(message), { graceTime: 0 }));
      characters += sanitizer.live.scrub(`mount of vol-${index} with token ${index} failed`).length;
      if (underWay.length > UNDER_WAY) underWay.shift()?.();
    }
    progress(`${index} of ${calls} calls`);
    if (characters === 0) throw new Error("nothing was printed");
    return keptBytes();
  });
}

/** What was measured of memory. */
export interface MemoryFigures {
  /** Bytes for each live request, before and after it is indexed. */
  readonly held: number;
  readonly indexed: number;
  /** Bytes that the process keeps after each tenth of the calls. */
  readonly memory: readonly number[];
}

/**
 * Measures what live secrets take, and whether the memory stays the same in a long run.
 *
 * @param calls how many the long run makes.
 * @param progress called with how far the run is.
 */
export function measureMemory(calls: number, progress: (text: string) => void): MemoryFigures {
  return { ...heldBytes(), memory: memoryInCalls(calls, progress) };
}

/** Whether the second half of a long run left the memory as it was. */
export function isFlat({ memory }: MemoryFigures): boolean {
  const [half = 0, ...rest] = memory.slice(PARTS / 2 - 1);
  return Math.max(...rest) - half <= MOST_GROWTH;
}

/** The figures as tables in Markdown. */
export function memoryReport(figures: MemoryFigures, calls: number): string {
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2);
  const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(1);
  const held = table([
    [`live request, with two tokens and a password (of ${HELD})`, "KiB"],
    ["held", kibibytes(figures.held)],
    ["held and indexed", kibibytes(figures.indexed)],
  ]);
  const run = table([
    [`calls, ${UNDER_WAY} of them at a time`, "memory, MiB"],
    ...figures.memory.map((bytes, part) => [
      ((calls * (part + 1)) / PARTS).toLocaleString("en-US"),
      mebibytes(bytes),
    ]),
  ]);
  return `${held}\n\n${run}\n`;
}
