import { inBusyProcess } from "./busy.js";
import { CORPUS } from "./corpus.js";
import { CREATE, CREATE_AND_PRINT } from "./first-use.js";
import { WITH_MAX_LIST, WITH_MAX_OUTPUT } from "./limited.js";
import { CALL_IN_FLOOD, LIVE_REQUESTS, lookAlikeCase } from "./look-alikes.js";
import { BASELINE, TO_JSON_AND_STRINGIFY } from "./peers.js";
import {
  CLONE,
  DECODE_AND_ENCODE,
  DECODE_AND_STRINGIFY,
  PRINT_PLAIN,
  PRINT_PROTOBUFJS,
  REDACT,
  REDACT_BINARY,
  STRINGIFY_BINARY,
  STRINGIFY_PLAIN,
  STRINGIFY_PROTOBUFJS,
} from "./representations.js";
import { SCALAR_TYPES, STRINGIFY_LIST } from "./scalar-lists.js";
import { INDEX_AND_DROP, PICK_UP_AND_HOLD, SCRUB_WITH_SECRETS, SCRUB_WITHOUT_SECRETS } from "./scrubbing.js";
import { STRINGIFY, STRIP } from "./subjects.js";

/** The time of a case, in nanoseconds; NaN if it was not measured. */
export type TimeOf = (caseName: string) => number;

/** A bound for each version of Node: for 20 and 22, for 24, and for 26 and what comes after it. */
export type Bounds = readonly [node20: number, node24: number, node26: number];

/** A promise about speed: a figure that must not be above its bound. */
export interface Target {
  readonly what: string;
  /** On this version of Node. */
  readonly bound: number;
  readonly unit: "x" | "ns" | "us" | "log-log slope";
  /** The cases that it is made of. */
  readonly cases: readonly string[];
  measure(timeOf: TimeOf): number;
}

/** All promises, in the order in which they are printed. */
export const TARGETS: readonly Target[] = [
  ...aloneAndBusy(
    "stringify, against the faster of two that sanitize nothing",
    [0.45, 0.55, 0.55],
    "publish",
  ),
  ...aloneAndBusy("the same, secrets as short as passwords", [0.6, 0.8, 0.8], "publish-short"),
  ...aloneAndBusy("the same on random CSI messages", [0.65, 0.8, 0.8], "mixed"),
  against("20,000 nested messages", [0.65, 0.9, 1], "topologies"),
  busyAgainstAlone("a list of 1,000 volumes", [`list/${STRINGIFY}`, ...peersOn("list")]),
  ...otherLibrary("protobufjs messages", 0.8, STRINGIFY_PROTOBUFJS, PRINT_PROTOBUFJS),
  ...otherLibrary("plain objects of proto-loader", 1.5, STRINGIFY_PLAIN, PRINT_PLAIN),
  slope("stringify, by the number of nested messages", STRINGIFY),
  slope("stringifyBinary, likewise", STRINGIFY_BINARY),
  slope("redact, likewise", REDACT),
  time("strip, without printing", 30, "ns", STRIP),
  ratio("stringifyBinary, against decoding and stringify", 0.45, [
    `publish/${STRINGIFY_BINARY}`,
    `publish/${DECODE_AND_STRINGIFY}`,
  ]),
  ratio("stringifyBinary of a secret of 1 MiB, against one of 1 KiB", 1.1, [
    `secret-1MiB/${STRINGIFY_BINARY}`,
    `secret-1KiB/${STRINGIFY_BINARY}`,
  ]),
  ratio("redact, against clone", 0.6, [`publish/${REDACT}`, `publish/${CLONE}`]),
  ratio("redactBinary, against decoding and encoding", 0.5, [
    `publish/${REDACT_BINARY}`,
    `publish/${DECODE_AND_ENCODE}`,
  ]),
  ratio("maxOutputLength: 100,000 nested messages, against 1,000", 1.1, [
    `scale-100000/${WITH_MAX_OUTPUT}`,
    `scale-1000/${WITH_MAX_OUTPUT}`,
  ]),
  ratio("maxListLength: likewise", 1.1, [`scale-100000/${WITH_MAX_LIST}`, `scale-1000/${WITH_MAX_LIST}`]),
  ...SCALAR_TYPES.map((type) =>
    ratio(`stringify of a list of 100,000 ${type}, against toJsonString`, 1, [
      `list-of-${type}/${STRINGIFY_LIST}`,
      `list-of-${type}/${BASELINE}`,
    ]),
  ),
  time("pick up, hold and release the five secrets of a call", 2, "us", PICK_UP_AND_HOLD),
  time("index them in all forms at the first line after, and drop them", 25, "us", INDEX_AND_DROP),
  time("scrub a line of 10 KiB, 200 secrets live", 100, "us", SCRUB_WITH_SECRETS),
  time("scrub a line of 1 KiB, none live", 0.5, "us", SCRUB_WITHOUT_SECRETS),
  ...LIVE_REQUESTS.map((count) =>
    time(
      `scrub a line of 1 KiB that holds a token, ${count} requests of one issuer live`,
      50,
      "us",
      lookAlikeCase("a token", count),
    ),
  ),
  spread("the dearest of these, against the cheapest", 2, "a token"),
  spread("the same for a token that is not live", 2, "another token"),
  spread("the same for base64 of a token", 2, "base64 of a token"),
  spread("the same for hexadecimal", 2, "hex of a token"),
  spread("the same for a list of numbers", 2, "bytes of a token"),
  spread("the same for Node's text of a Buffer, which is cut off", 2, "a buffer"),
  time("hold, scrub such a line, and drop, 3,000 requests live", 150, "us", CALL_IN_FLOOD),
  {
    what: "first use of a type: its plan",
    bound: 1000,
    unit: "us",
    cases: [`plan/${CREATE_AND_PRINT}`, `plan/${CREATE}`],
    measure: (timeOf) => (timeOf(`plan/${CREATE_AND_PRINT}`) - timeOf(`plan/${CREATE}`)) / 1000,
  },
];

/** The time of an operation on the main case. */
function time(what: string, bound: number, unit: "ns" | "us", operation: string): Target {
  const name = `publish/${operation}`;
  const perUnit = unit === "ns" ? 1 : 1000;
  return { what, bound, unit, cases: [name], measure: (timeOf) => timeOf(name) / perUnit };
}

/** The bound for the Node that this runs on. */
function onThisNode([node20, node24, node26]: Bounds): number {
  const major = Number(process.versions.node.split(".")[0]);
  return major < 24 ? node20 : major < 26 ? node24 : node26;
}

/** What prints the messages of an entry without sanitizing them. */
function peersOn(entry: string): readonly string[] {
  return [`${entry}/${BASELINE}`, `${entry}/${TO_JSON_AND_STRINGIFY}`];
}

/** The time of the first case in proportion to the fastest of the others. */
function proportion(timeOf: TimeOf, [subject = "", ...peers]: readonly string[]): number {
  return timeOf(subject) / Math.min(...peers.map(timeOf));
}

function against(what: string, bounds: Bounds, entry: string): Target {
  const cases = [`${entry}/${STRINGIFY}`, ...peersOn(entry)];
  return {
    what,
    bound: onThisNode(bounds),
    unit: "x",
    cases,
    measure: (timeOf) => proportion(timeOf, cases),
  };
}

/** How much a proportion grows in a process that also does other things. */
function busyAgainstAlone(what: string, cases: readonly string[]): Target {
  const busy = cases.map(inBusyProcess);
  return {
    what: `${what}: in a busy process, against alone`,
    bound: 1.2,
    unit: "x",
    cases: [...cases, ...busy],
    measure: (timeOf) => proportion(timeOf, busy) / proportion(timeOf, cases),
  };
}

function aloneAndBusy(what: string, bounds: Bounds, entry: string): readonly Target[] {
  const alone = against(what, bounds, entry);
  return [alone, busyAgainstAlone(what, alone.cases)];
}

/** Messages of another library, against how its users print them. */
function otherLibrary(what: string, bound: number, subject: string, peer: string): readonly Target[] {
  const named = `stringify of ${what}, against ${peer}`;
  const random = [`mixed/${subject}`, `mixed/${peer}`] as const;
  return [
    ratio(named, bound, [`publish/${subject}`, `publish/${peer}`]),
    ratio(`${named}, random CSI messages`, bound, random),
    busyAgainstAlone(named, random),
  ];
}

function ratio(what: string, bound: number, cases: readonly [subject: string, peer: string]): Target {
  const [subject, peer] = cases;
  return { what, bound, unit: "x", cases, measure: (timeOf) => timeOf(subject) / timeOf(peer) };
}

/** How much the time for a line depends on the number of live requests. */
function spread(what: string, bound: number, content: string): Target {
  const cases = LIVE_REQUESTS.map((count) => `publish/${lookAlikeCase(content, count)}`);
  const measure = (timeOf: TimeOf): number => Math.max(...cases.map(timeOf)) / Math.min(...cases.map(timeOf));
  return { what, bound, unit: "x", cases, measure };
}

/** How time grows with size: 1 is linear. The smallest sizes are left out, where what each call costs counts most. */
function slope(what: string, operation: string): Target {
  const sizes = CORPUS.flatMap(({ name }) => {
    const size = Number(/^scale-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    return size >= 100 ? [{ size, name: `${name}/${operation}` }] : [];
  });
  return {
    what,
    bound: 1.1,
    unit: "log-log slope",
    cases: sizes.map(({ name }) => name),
    measure: (timeOf) => slopeOf(sizes.map(({ size, name }) => [Math.log(size), Math.log(timeOf(name))])),
  };
}

/** The slope of the line with the least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
