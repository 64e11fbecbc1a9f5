// The test runner that Stryker starts, in a process of its own, in a copy of the repository that holds all mutants. A
// "test" is a test file: each run loads it anew, so it knows all that it executes, and code that runs once is no exception.

import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { CompiledFiles } from "./fresh-modules.mjs";
import { Suite } from "./suite.mjs";

/** What the mutated code reads: https://stryker-mutator.io/docs/mutation-testing-elements/mutant-schemata. */
const stryker = /** @type {any} */ ({});
Object.assign(globalThis, { __stryker__: stryker });

/** What vitest.config.ts names as its set-up file. */
const SET_UP = "test/set-up-properties.ts";

class ModuleRunner {
  #files = new CompiledFiles();
  /** @type {string[]} Those that killed a mutant lately come first. */
  #order;
  #globals = new Set(Reflect.ownKeys(globalThis));
  /** @type {unknown} An error that no test waited for. */
  #loose;

  /** @param {readonly string[]} testFiles */
  constructor(testFiles) {
    this.#order = [...testFiles];
    process.on("unhandledRejection", (error) => {
      this.#loose = error ?? new Error("a rejection");
    });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    await this.#files.add(resolve(SET_UP));
    const order = [];
    for (const file of this.#order) if (await this.#files.add(resolve(file))) order.push(file);
    this.#order = order;
    this.#globals = new Set([...Reflect.ownKeys(globalThis), "__stryker__"]);
  }

  async dryRun() {
    stryker.activeMutant = undefined;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    for (const file of this.#order) {
      stryker.currentTestId = file;
      const start = performance.now();
      const failed = await this.#run(file);
      const test = { id: file, name: file, fileName: resolve(file), timeSpentMs: performance.now() - start };
      if (failed === undefined) tests.push({ ...test, status: 0 });
      else tests.push({ ...test, status: 1, failureMessage: messageOf(failed) });
    }
    const mutantCoverage = stryker.mutantCoverage;
    stryker.mutantCoverage = undefined;
    return { status: "complete", tests, mutantCoverage };
  }

  /** @param {{ activeMutant: { id: string }, testFilter?: readonly string[], hitLimit?: number }} options */
  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.activeMutant = activeMutant.id;
    const files = this.#order.filter((file) => testFilter?.includes(file) ?? true);
    let nrOfTests = 0;
    try {
      for (const file of files) {
        nrOfTests++;
        const failed = await this.#run(file);
        if (stryker.hitCount > stryker.hitLimit) return { status: "timeout", reason: "it runs too often" };
        if (failed === undefined) continue;
        this.#order = [file, ...this.#order.filter((other) => other !== file)];
        return { status: "killed", killedBy: [file], failureMessage: messageOf(failed), nrOfTests };
      }
      return { status: "survived", nrOfTests };
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** @param {string} file */
  async #run(file) {
    this.#loose = undefined;
    const suite = new Suite();
    try {
      const load = this.#files.fresh((resetModules) => suite.vitestFor(resetModules));
      load(resolve(SET_UP));
      load(resolve(file));
    } catch (error) {
      return { name: file, error };
    }
    const failed = await suite.run();
    for (const key of Reflect.ownKeys(globalThis)) {
      if (!this.#globals.has(key)) Reflect.deleteProperty(globalThis, key);
    }
    return failed ?? (this.#loose === undefined ? undefined : { name: file, error: this.#loose });
  }
}

/** @param {{ name: string, error: unknown }} failed */
function messageOf({ name, error }) {
  return `${name}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 2000);
}

/** @param {{ moduleRunner: { testFiles: readonly string[] } }} options what `run.mjs` hands to Stryker */
function makeRunner({ moduleRunner }) {
  return new ModuleRunner(moduleRunner.testFiles);
}
makeRunner.inject = ["options"];

/** Stryker looks for this name in a plugin. */
export const strykerPlugins = [{ kind: "TestRunner", name: "module", factory: makeRunner }];
