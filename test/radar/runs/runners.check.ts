import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY, radarRun } from "../radar-run.js";

/** A test with three leaks, on the lines 5, 6 and 7. */
const TEST = `
it("leaks", () => {
  const value = "kH7xQm2vZpW4tR9y";
  liveSecrets.hold([value]);
  console.log("console %s", value);
  process.stdout.write("stream " + value + "\\n");
  console.error({ value });
});
`.trimStart();
const IMPORT = 'import { liveSecrets } from "protosanitizer";';

const folder = mkdtempSync(join(tmpdir(), "radar-runners-"));

beforeAll(() => {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  execFileSync(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "jest@30", "mocha@11"],
    { cwd: folder },
  );
  symlinkSync(REPOSITORY, join(folder, "node_modules/protosanitizer"));
  symlinkSync(join(REPOSITORY, "node_modules/vitest"), join(folder, "node_modules/vitest"));
  const write = (name: string, first = ""): void =>
    writeFileSync(join(folder, name), `${first}${IMPORT}\n${TEST}`);
  write("vitest.test.js", 'import { it } from "vitest";');
  write("node-test.test.js", 'import { it } from "node:test";');
  write("jest.test.js");
  write("mocha.test.js");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--root", "."];

describe("a test that leaks is found at its own lines", () => {
  it.each([
    ["vitest, processes", "vitest.test.js", [...VITEST, "--pool", "forks"]],
    ["vitest, threads", "vitest.test.js", [...VITEST, "--pool", "threads"]],
    ["vitest, contexts", "vitest.test.js", [...VITEST, "--pool", "vmThreads"]],
    ["node:test", "node-test.test.js", ["--test"]],
    ["jest", "jest.test.js", ["--experimental-vm-modules", "node_modules/jest/bin/jest.js"]],
    ["mocha", "mocha.test.js", ["node_modules/mocha/bin/mocha.js"]],
    ["mocha, in parallel", "mocha.test.js", ["node_modules/mocha/bin/mocha.js", "--parallel"]],
  ])("%s", async (_, file, args) => {
    const run = await radarRun([process.execPath, ...args, file], { cwd: folder });
    expect(run.leaks.map((leak) => `${leak.file}:${leak.line}`)).toEqual(
      [5, 6, 7].map((line) => `${file}:${line}`),
    );
    expect(run.status).toBe(1);
  });
});
