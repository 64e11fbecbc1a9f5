// Changes the code, one change at a time, and asks whether a test fails: `npm run test:mutation`. What no test notices is
// printed. Arguments are parts of paths: `npm run test:mutation -- scalars`, `-- write/copy/map-copy.ts plan`.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { setPriority } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { AREAS } from "./areas.mjs";

/** @typedef {{ fileName: string, status: string, mutatorName: string, replacement: string, location: Location }} Result */
/** @typedef {{ start: Place, end: Place }} Location Lines and columns count from 1. */
/** @typedef {{ line: number, column: number }} Place */

/** A mutant with one of these was noticed. */
const NOTICED = ["Killed", "Timeout", "RuntimeError"];

/** Its types do not pass the settings of this repository, so the compiler must not find them. */
const STRYKER = "@stryker-mutator/core".slice();
const { Stryker } = await import(STRYKER);

const repository = fileURLToPath(new URL("../..", import.meta.url));
process.chdir(repository);
setPriority(10);
process.env["FC_RUNS"] ??= "0.01";

const wanted = process.argv.slice(2);
/** Files that an area had: the first area counts. */
const done = new Set();
for (const area of AREAS) await run(area);

/** @param {import("./areas.mjs").Area} area */
async function run({ sources, tests }) {
  const files = filesIn(sources, ".ts").filter(
    (file) => !done.has(file) && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
  );
  if (files.length === 0) return;
  for (const file of files) done.add(file);
  const testFiles = [...new Set(tests.flatMap((path) => filesIn(path, ".test.ts")))];
  const results = await new Stryker({
    mutate: files,
    testRunner: "module",
    plugins: [fileURLToPath(new URL("test-runner.mjs", import.meta.url))],
    moduleRunner: { testFiles },
    coverageAnalysis: "perTest",
    concurrency: 1,
    maxTestRunnerReuse: 400,
    timeoutMS: 5000,
    timeoutFactor: 3,
    disableTypeChecks: false,
    tsconfigFile: "none",
    tempDirName: ".mutation",
    cleanTempDir: "always",
    ignorePatterns: ["dist", "bench", "docs", ".github", ".ci"],
    reporters: [],
    logLevel: "error",
    warnings: { unknownOptions: false },
  }).runMutationTest();
  report(sources, results);
}

/**
 * @param {string} path a file or folder
 * @param {string} ending
 */
function filesIn(path, ending) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(path, name));
}

/**
 * @param {string} sources
 * @param {readonly Result[]} results
 */
function report(sources, results) {
  for (const file of [...new Set(results.map(({ fileName }) => relative(repository, fileName)))].sort()) {
    const ofFile = results.filter(({ fileName }) => relative(repository, fileName) === file);
    const lines = readFileSync(file, "utf8").split("\n");
    console.log(`${file}: ${scoreOf(ofFile)}`);
    const missed = ofFile.filter(({ status }) => !NOTICED.includes(status));
    for (const result of missed.sort((a, b) => a.location.start.line - b.location.start.line)) {
      const { line, column } = result.location.start;
      const change = `${originalOf(result.location, lines)} -> ${result.replacement}`.replace(/\s+/g, " ");
      console.log(`  ${line}:${column} ${result.status} ${change.slice(0, 200)}`);
    }
  }
  console.log(`${sources}: ${scoreOf(results)}`);
}

/** @param {readonly Result[]} results */
function scoreOf(results) {
  const noticed = results.filter(({ status }) => NOTICED.includes(status)).length;
  return `${((100 * noticed) / results.length).toFixed(1)} % of ${results.length}`;
}

/**
 * @param {Location} location
 * @param {readonly string[]} lines
 */
function originalOf({ start, end }, lines) {
  const part = lines.slice(start.line - 1, end.line);
  const last = part.length - 1;
  part[last] = (part[last] ?? "").slice(0, end.column - 1);
  return part.join("\n").slice(start.column - 1);
}
