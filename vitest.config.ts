import { defineConfig, type ViteUserConfig } from "vitest/config";
import { seed } from "./test/seed.js";

/**
 * Files that look at what belongs to the whole process: its live secrets, its environment, the numbers that Node gives to
 * promises. They share processes with each other alone, and leave nothing behind.
 */
const OF_THE_PROCESS = [
  "test/calls/entries.test.ts",
  "test/calls/one-entry.test.ts",
  "test/cli/demo.test.ts",
  "test/e2e/copies.test.ts",
  "test/e2e/late-handlers.test.ts",
  "test/e2e/leaks.test.ts",
  "test/e2e/live-metadata.test.ts",
  "test/e2e/recipes/*.test.ts",
  "test/findings/*.test.ts",
  "test/stripped-inspect.test.ts",
];

/**
 * Files that need a process of their own, because they change it for good (what Sentry sets up), count the live secrets of
 * all code in it, wait until none is live, make that code slow (what stands on Object.prototype), or are slow in a process that did much before.
 */
const ALONE = [
  "test/e2e/interleaved.test.ts",
  "test/findings/calls.test.ts",
  "test/hostile/polluted-*.test.ts",
  "test/secrets/live-secrets.test.ts",
  "test/sentry/**/*.test.ts",
];

/**
 * In a tenth of the runs, most code does not run long enough to pay for its optimisation, which took a third of the time in
 * threads beside it. V8 optimises a function after 15 times as much work as by default: a sixth less of the processors. With
 * all runs it pays: there, the same takes a fifth more. Newer versions of Node do not know this option, and do not start with it.
 */
const optimizesLate = process.env["FC_RUNS"] === undefined && process.version.startsWith("v20.");

// Test files run in other processes, which get the seed from here. Vitest loads this file once for each project.
process.env["FC_SEED"] = String(seed);
if (process.env["FC_SEED_SHOWN"] === undefined) {
  process.env["FC_SEED_SHOWN"] = "yes";
  console.info(`FC_SEED=${seed} FC_RUNS=${process.env["FC_RUNS"] ?? "0.1"} (set both to repeat this run)`);
}

const config: ViteUserConfig = defineConfig({
  test: {
    // All projects share what is transformed, and so does the next run: a file is known by its content.
    experimental: { fsModuleCache: true },
    // The main process mostly waits, so no core is kept free for it.
    maxWorkers: "100%",
    execArgv: optimizesLate ? ["--interrupt-budget=1000000"] : [],
    setupFiles: ["test/set-up-properties.ts"],
    // At full strength, on a busy machine, a property takes minutes.
    testTimeout: 600_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...OF_THE_PROCESS, ...ALONE],
          isolate: false,
          globalSetup: ["test/run-folder.ts"],
        },
      },
      {
        extends: true,
        test: { name: "of the process", include: OF_THE_PROCESS, exclude: ALONE, isolate: false },
      },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
  },
});

export default config;
