import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FULL_CALLS, measureCalls, QUICK_CALLS } from "./calls/call-overhead.js";
import { callReport } from "./calls/call-report.js";
import { measureApart, measureHere } from "./case-process.js";
import { type Case, casesMatching } from "./cases.js";
import { CORPUS } from "./corpus.js";
import { type Result, report } from "./report.js";
import { FULL, QUICK } from "./sampler.js";

const USAGE = "usage: npm run bench -- [--quick] [--runs N] [calls] [part of a case's name]...";
/** Measures the interceptor of grpc-js in place of a case. */
const CALLS = "calls";
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
      // For the processes that this script starts.
      case: { type: "string", multiple: true },
    },
  });
  const { quick } = values;
  if (values.case !== undefined) return measureHere(values.case, quick ? QUICK : FULL);

  const runs = Number(values.runs ?? (quick ? 1 : 3));
  if (!Number.isInteger(runs) || runs < 1)
    throw new RangeError(`--runs: not a whole number above 0\n${USAGE}`);
  const filters = positionals.filter((filter) => filter !== CALLS);
  if (filters.length > 0 || positionals.length === 0) {
    const cases = casesMatching(filters);
    if (cases.length === 0) throw new RangeError(`no case has ${filters.join(" or ")} in its name\n${USAGE}`);
    process.stdout.write(report(await measureAll(cases, runs, quick)));
  }
  if (filters.length < positionals.length || positionals.length === 0) {
    process.stdout.write(callReport(await measureCalls(quick ? QUICK_CALLS : FULL_CALLS)));
  }
}

/** Case after case, then all again: what else the machine does meanwhile falls on subjects and peers alike. */
async function measureAll(cases: readonly Case[], runs: number, quick: boolean): Promise<readonly Result[]> {
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  const groups = quick ? casesByEntry(cases) : cases.map((one) => [one]);
  const processes = Array.from({ length: runs }, () => groups).flat();
  for (const [index, group] of processes.entries()) {
    const names = group.map(({ name }) => name);
    progress(`${index + 1}/${processes.length} ${names.join(" ")}`);
    for (const outcome of await measureApart(SCRIPT, quick ? ["--quick"] : [], names)) {
      if ("error" in outcome) fail(`${outcome.name}: ${outcome.error}`);
      else times.get(outcome.name)?.push(outcome.nanoseconds);
    }
  }
  progress("");
  return cases.map((measured) => ({ measured, nanoseconds: times.get(measured.name) ?? [] }));
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
