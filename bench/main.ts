import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FULL_CALLS, measureCalls, QUICK_CALLS } from "./calls/call-overhead.js";
import { callReport } from "./calls/call-report.js";
import { measureApart, measureHere, timeOf } from "./case-process.js";
import { type Case, casesMatching } from "./cases.js";
import { compareWith, type Measure } from "./comparison.js";
import { CORPUS } from "./corpus.js";
import { caseCounter, type Effort } from "./instructions/count-case.js";
import { countCases } from "./instructions/count-cases.js";
import { findCounter } from "./instructions/counter.js";
import { instructionReport } from "./instructions/instruction-report.js";
import { isFlat, measureMemory, memoryReport } from "./memory.js";
import { runWithNodes } from "./node-versions.js";
import { DRAWN_CASES } from "./picture.js";
import { type Result, report } from "./report.js";
import { drawKeptResults, keepResults } from "./results-file.js";
import { FULL, QUICK } from "./sampler.js";
import { TARGETS } from "./targets.js";

const USAGE =
  "usage: npm run bench -- [--quick | --targets | --compare REV | --draw] [--instructions [--baseline]] [--runs N] [--node V,V...] [calls] [memory] [part of a case's name]...";
/** Measures the interceptor of grpc-js in place of a case. */
const CALLS = "calls";
/** Measures what live secrets take, and the memory in a long run, in place of a case. */
const MEMORY = "memory";
const SOAK_CALLS = 1_000_000;
const QUICK_SOAK_CALLS = 10_000;
/** Entries that would take most of a quick run. */
const LARGEST = /^scale-1000+$/;
const SCRIPT = fileURLToPath(import.meta.url);

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      runs: { type: "string" },
      targets: { type: "boolean", default: false },
      compare: { type: "string" },
      instructions: { type: "boolean", default: false },
      baseline: { type: "boolean", default: false },
      draw: { type: "boolean", default: false },
      node: { type: "string" },
      // For the processes that this script starts.
      case: { type: "string", multiple: true },
    },
  });
  const { quick } = values;
  if (values.case !== undefined) return measureHere(values.case, quick ? QUICK : FULL);

  if (values.draw) return drawKeptResults();
  if (values.node !== undefined) {
    const rest = process.argv
      .slice(2)
      .filter((arg, index, all) => !/^--node(?:=|$)/.test(arg) && all[index - 1] !== "--node");
    if (!(await runWithNodes(values.node.split(","), SCRIPT, rest))) process.exitCode = 1;
    return;
  }

  const { compare: revision, instructions } = values;
  const isOnce = quick || instructions;
  const runs = Number(values.runs ?? (isOnce ? 1 : revision === undefined ? 3 : 5));
  if (!Number.isInteger(runs) || runs < 1)
    throw new RangeError(`--runs: not a whole number above 0\n${USAGE}`);
  const filters = positionals.filter((filter) => filter !== CALLS && filter !== MEMORY);
  const isAll = positionals.length === 0;
  const onlyTargets = values.targets || (isAll && (revision !== undefined || instructions));
  const cases = isAll || filters.length > 0 ? casesOf(filters, onlyTargets, quick) : [];
  const effort = quick ? "quick" : values.baseline ? "baseline" : "optimized";
  if (instructions) return count(cases, runs, effort, revision);
  if (revision !== undefined) return compare(revision, cases, { unit: "best ns/op", of: timeOf }, runs);
  if (cases.length > 0) {
    const results = await measureAll(cases, runs, quick);
    process.stdout.write(report(results, quick));
    if (isAll && !quick) await keepResults(results);
  }
  if ((isAll && !values.targets) || positionals.includes(CALLS)) {
    process.stdout.write(callReport(await measureCalls(quick ? QUICK_CALLS : FULL_CALLS)));
  }
  if ((isAll && !values.targets) || positionals.includes(MEMORY)) soak(quick ? QUICK_SOAK_CALLS : SOAK_CALLS);
}

/** Fails if the memory grows with the number of calls. */
function soak(calls: number): void {
  const figures = measureMemory(calls, progress);
  progress("");
  process.stdout.write(`\n${memoryReport(figures, calls)}`);
  if (!isFlat(figures)) fail("the memory grows with the number of calls");
}

/** The cases with one of the filters in their names; of all of them, only those of the targets and the picture. */
function casesOf(filters: readonly string[], onlyTargets: boolean, quick: boolean): readonly Case[] {
  const shown = new Set([...TARGETS.flatMap((target) => target.cases), ...DRAWN_CASES]);
  const cases = casesMatching(filters)
    .filter(({ name }) => !onlyTargets || shown.has(name))
    .filter(({ entry }) => !quick || !LARGEST.test(entry.name));
  if (cases.length === 0) throw new RangeError(`no case has ${filters.join(" or ")} in its name\n${USAGE}`);
  return cases;
}

async function compare(
  revision: string,
  cases: readonly Case[],
  measure: Measure,
  runs: number,
): Promise<void> {
  const { text, isSlower } = await compareWith(revision, cases, measure, runs, progress);
  progress("");
  process.stdout.write(`${text}\n`);
  if (isSlower) process.exitCode = 1;
}

/** Counts the instructions of each case, or compares them with those at another revision. */
async function count(cases: readonly Case[], runs: number, effort: Effort, revision?: string): Promise<void> {
  const counter = await findCounter();
  const countCase = caseCounter(counter, SCRIPT, effort);
  if (revision !== undefined) {
    const measure: Measure = {
      unit: "instructions/op",
      of: async (script, name) => (await countCase(script, name)).instructions,
    };
    return compare(revision, cases, measure, runs);
  }
  const counts = await countCases(cases, countCase, SCRIPT, runs, { progress, fail });
  progress("");
  process.stdout.write(instructionReport(counts, counter.name));
}

/** Case after case, then all again: what else the machine does meanwhile falls on subjects and peers alike. */
async function measureAll(cases: readonly Case[], runs: number, quick: boolean): Promise<readonly Result[]> {
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  const bytes = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  const groups = quick ? casesByEntry(cases) : cases.map((one) => [one]);
  const processes = Array.from({ length: runs }, () => groups).flat();
  for (const [index, group] of processes.entries()) {
    const names = group.map(({ name }) => name);
    progress(`${index + 1}/${processes.length} ${names.join(" ")}`);
    for (const outcome of await measureApart(SCRIPT, quick ? ["--quick"] : [], names)) {
      if ("error" in outcome) fail(`${outcome.name}: ${outcome.error}`);
      else {
        times.get(outcome.name)?.push(outcome.nanoseconds);
        if (outcome.bytes !== undefined) bytes.get(outcome.name)?.push(outcome.bytes);
      }
    }
  }
  progress("");
  return cases.map((measured) => ({
    measured,
    nanoseconds: times.get(measured.name) ?? [],
    bytes: bytes.get(measured.name) ?? [],
  }));
}

/** A process for each entry saves most of the time that starting takes. Its cases disturb each other's figures. */
function casesByEntry(cases: readonly Case[]): readonly (readonly Case[])[] {
  return CORPUS.map((entry) => cases.filter((one) => one.entry === entry)).filter(
    (group) => group.length > 0,
  );
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text.slice(0, process.stderr.columns - 1)}`);
}

function fail(message: string): void {
  progress("");
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
