// Runs the checks on the packed package in other runtimes than the one that develops it:
//
//   npm run test:runtimes                             all that npm can install here, and Chromium if there is one
//   npm run test:runtimes -- node24 deno              these, and no runtime may be missing
//   npm run test:runtimes -- --suite node24 node26    the whole test suite too, which only Node can run
//
// Runtimes are kept in .runtimes/ (about 1 GB). Delete it to get newer ones.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installRuntimes } from "./install.mjs";
import { installPackedApp } from "./packed-app.mjs";
import { RUNTIMES } from "./runtimes.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
/** Milliseconds. */
const TIMEOUT = 120_000;
/** Characters that are shown of what a failed run has printed. */
const MAX_OUTPUT = 2_000;

const { values, positionals } = parseArgs({
  options: { suite: { type: "boolean", default: false } },
  allowPositionals: true,
});
const known = RUNTIMES.map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(2);
}
const chosen = RUNTIMES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

installRuntimes(chosen);
const app = installPackedApp();
process.on("exit", () => rmSync(app, { recursive: true, force: true, maxRetries: 5 }));
for (const runtime of chosen) {
  const program = runtime.find();
  if (program === undefined) {
    console.log(`${runtime.name}: missing; ${runtime.hint}`);
    if (positionals.includes(runtime.name)) process.exitCode = 1;
    continue;
  }
  const result = await check(runtime, program);
  console.log(`${runtime.name} ${versionOf(program)}: ${result.text}`);
  if (!result.passed) process.exitCode = 1;
  if (values.suite && runtime.name.startsWith("node")) runSuite(program);
}

/**
 * @param {import("./runtimes.mjs").Runtime} runtime
 * @param {string} program
 */
async function check(runtime, program) {
  const { command, args } = await runtime.checks(program, app);
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: app,
    encoding: "utf8",
    timeout: TIMEOUT,
  });
  const passed = /\d+ checks passed/.exec(stdout + stderr)?.[0];
  if (status === 0 && passed !== undefined) return { passed: true, text: passed };
  const printed = `${error ?? ""}${stdout ?? ""}${stderr ?? ""}`;
  return { passed: false, text: `failed (exit code ${status})\n${printed.slice(0, MAX_OUTPUT)}` };
}

/** @param {string} program */
function versionOf(program) {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return /\d+(?:[.-]\d+)+/.exec(stdout ?? "")?.[0] ?? "of unknown version";
}

/** @param {string} program */
function runSuite(program) {
  const vitest = join(repository, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(program, [vitest, "run"], { cwd: repository, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
