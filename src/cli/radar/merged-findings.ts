import { isAbsolute, relative, resolve, sep } from "node:path";
import type { FoundRecord, ThreadRecord } from "../../radar/radar-record.js";

/** A leak, as reports show it. It holds no time, and nothing that differs between two runs that differ only in secrets. */
export interface Leak {
  /** What leaked, in words. */
  readonly origin: string;
  readonly field?: string;
  readonly key?: string;
  readonly header?: string;
  readonly detector?: string;
  readonly class?: string;
  readonly method?: string;
  readonly form: string;
  readonly sink: string;
  readonly place?: string;
  /** Relative to the folder of the run, with `/`, if it is in there. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly function?: string;
  /** The line of code. */
  readonly code?: string;
  /** Whether this library has replaced the secret, also without the radar. */
  readonly isReplaced: boolean;
  readonly count: number;
}

/** A record of a leak, and the thread that has found it. */
interface Found {
  readonly thread: string;
  readonly record: FoundRecord;
}

/**
 * The leaks of a run: those of all threads, each at the place of the program that has caused it, in a fixed order.
 *
 * @param root the folder that paths begin at.
 * @param scrub a text without any secret of the run.
 */
export function mergedFindings(
  records: readonly ThreadRecord[],
  root: string,
  scrub: (text: string) => string,
): readonly Leak[] {
  const bySecret = new Map<string, Found[]>();
  for (const found of latest(records)) {
    const secret = secretOf(found.record);
    bySecret.set(secret, [...(bySecret.get(secret) ?? []), found]);
  }
  const merged = new Map<string, Leak>();
  for (const found of [...bySecret.values()].flatMap(causesOf)) {
    const leak = leakOf(found.record, root, scrub);
    const id = JSON.stringify({ ...leak, count: 0 });
    merged.set(id, { ...leak, count: leak.count + (merged.get(id)?.count ?? 0) });
  }
  return [...merged.entries()].sort(inOrder).map(([, leak]) => leak);
}

/** The last state of each finding. */
function latest(records: readonly ThreadRecord[]): readonly Found[] {
  const found = new Map<string, Found>();
  for (const { thread, record } of records) {
    if (record.kind === "found")
      found.set(`${thread} ${record.series} ${record.finding.id}`, { thread, record });
  }
  return [...found.values()];
}

/** What leaked, but not how. */
function secretOf({ finding }: FoundRecord): string {
  const { source, field, key, header, detector, method } = finding;
  return JSON.stringify([source, field, key, header, detector, method].map((part) => part ?? null));
}

/**
 * The causes of the leaks of one secret. A text may pass several threads: a test prints it into a pipe, and its runner prints it to
 * the terminal. The cause is who wrote it first. What stays in pipes is no leak.
 */
function causesOf(all: readonly Found[]): readonly Found[] {
  const out = all.filter(({ record }) => record.isOut);
  const relays = out.filter(({ record }) => record.relayOf !== false);
  const own = out.filter(({ record }) => record.relayOf === false);
  if (relays.length === 0) return own;
  const origins = all.filter(({ record }) => record.relayOf === false && !record.isReplaced);
  const unexplained = relays.filter((relay) => !origins.some((origin) => explains(origin, relay)));
  const inPipes = origins.filter(({ record }) => !record.isOut);
  const isPassedOn = (origin: Found): boolean => relays.some((relay) => explains(origin, relay));
  return [...own, ...inPipes.filter(isPassedOn), ...unexplained];
}

/** Whether a thread may have passed on what was written at another place. */
function explains(origin: Found, relay: Found): boolean {
  const isElsewhere = origin.thread !== relay.thread;
  const isSameProcess = processOf(origin) === processOf(relay);
  switch (relay.record.relayOf) {
    // What is out already does not come by a pipe again.
    case "worker":
      return !origin.record.isOut && isElsewhere && isSameProcess;
    case "child":
      return !origin.record.isOut && !isSameProcess;
    default:
      return isElsewhere || isOfRunner(relay.record) || isWarning(origin, relay);
  }
}

function processOf({ thread }: Found): string {
  return thread.slice(0, thread.indexOf("-"));
}

/** The runtime prints a warning after it was seen. */
function isWarning(origin: Found, relay: Found): boolean {
  return origin.record.finding.sink === "process warning" && relay.record.finding.frame === undefined;
}

/** Test runners print in the thread of the test what it has printed. */
const RUNNER = /[\\/]node_modules[\\/](?:vitest|@vitest|tinypool|jest|jest-[\w-]+|@jest|mocha)[\\/]/;

function isOfRunner({ finding }: FoundRecord): boolean {
  return RUNNER.test(finding.frame?.file ?? "");
}

function leakOf(
  { finding, source, isReplaced }: FoundRecord,
  root: string,
  scrub: (text: string) => string,
): Leak {
  const { field, key, header, detector, class: className, method, frame, place } = finding;
  const safe = (text: string | undefined): string | undefined => text && scrub(text);
  const isSafe = safe(key) === key && safe(header) === header;
  const leak = {
    origin: isSafe ? finding.origin : scrub(finding.origin),
    field,
    key: safe(key),
    header: safe(header),
    detector,
    class: className,
    method: safe(method),
    form: finding.form,
    sink: finding.sink,
    place: safe(place),
    file: frame && scrub(pathFrom(root, frame.file)),
    line: frame?.line,
    column: frame?.column,
    function: safe(frame?.function),
    code: safe(source),
    isReplaced,
    count: finding.count,
  };
  // Without the properties that are undefined.
  return Object.fromEntries(
    Object.entries(leak).filter(([, value]) => value !== undefined),
  ) as unknown as Leak;
}

/** The path of a file in reports. */
function pathFrom(root: string, file: string): string {
  const path =
    isAbsolute(file) || !/^[\w-]{2,}:/.test(file) ? relative(root, resolve(root, file)) : undefined;
  return path === undefined || path.startsWith("..") || isAbsolute(path) ? file : path.split(sep).join("/");
}

function inOrder([idA, a]: readonly [string, Leak], [idB, b]: readonly [string, Leak]): number {
  const byFile = compare(a.file ?? "\uffff", b.file ?? "\uffff");
  return byFile || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compare(idA, idB);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
