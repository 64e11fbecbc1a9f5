// Collects and runs the tests of files that were written for vitest, in this process, without its workers: a mutant needs
// a run of a second, and starting a worker alone takes as long. Matchers and spies are those of vitest.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `expect` reads its state from here, and refuses to load where it is missing. */
Object.assign(globalThis, { __vitest_worker__: { config: {}, filepath: "" } });
const vitest = await import("vitest");
const { expect, vi } = vitest;

/** @typedef {() => unknown} Step */
/** @typedef {{ name: string, body: Step }} Test */
/** @typedef {"beforeAll" | "beforeEach" | "afterEach" | "afterAll"} Hook */
/** @typedef {{ name: string, children: (Group | Test)[] } & Record<Hook, Step[]>} Group */

/** The tests of one or several files. */
export class Suite {
  /** @type {Group} */
  #group = groupOf("");
  /** @type {string | undefined} */
  #runFolder;

  /**
   * What `import … from "vitest"` gives to the files.
   *
   * @param {Step} resetModules
   */
  vitestFor(resetModules) {
    const it = withEach((name, body) => this.#group.children.push({ name, body }));
    /** @param {Hook} hook */
    const hook = (hook) => (/** @type {Step} */ body) => this.#group[hook].push(body);
    return {
      ...vitest,
      it,
      test: it,
      describe: withEach((name, body) => this.#describe(name, body)),
      beforeAll: hook("beforeAll"),
      beforeEach: hook("beforeEach"),
      afterEach: hook("afterEach"),
      afterAll: hook("afterAll"),
      inject: () => (this.#runFolder ??= mkdtempSync(join(tmpdir(), "mutants-"))),
      vi: { ...vi, resetModules },
    };
  }

  /**
   * Runs all tests that were collected, up to the first that fails.
   *
   * @returns {Promise<{ name: string, error: unknown } | undefined>} the test that failed
   */
  async run() {
    try {
      return await runGroup(this.#group, "", [], []);
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
    }
  }

  /**
   * @param {string} name
   * @param {Step} body
   */
  #describe(name, body) {
    const outer = this.#group;
    this.#group = groupOf(name);
    outer.children.push(this.#group);
    body();
    this.#group = outer;
  }
}

/**
 * @param {string} name
 * @returns {Group}
 */
function groupOf(name) {
  return { name, children: [], beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
}

/**
 * `it` or `describe`, which take `(name, body)` or `(name, options, body)`, and `each`.
 *
 * @param {(name: string, body: Step) => void} add
 */
function withEach(add) {
  /** @type {(name: string, ...rest: unknown[]) => void} */
  const plain = (name, ...rest) => add(name, () => bodyOf(rest)());
  /** @type {(cases: readonly unknown[]) => typeof plain} */
  const each =
    (cases) =>
    (name, ...rest) => {
      const areLists = cases.every(Array.isArray);
      for (const [index, values] of cases.entries()) {
        const args = areLists ? /** @type {unknown[]} */ (values) : [values];
        add(`${name} [${index}]`, () => bodyOf(rest)(...args));
      }
    };
  return Object.assign(plain, { each });
}

/**
 * @param {readonly unknown[]} rest
 * @returns {(...args: readonly unknown[]) => unknown}
 */
function bodyOf(rest) {
  const body = rest.find((part) => typeof part === "function");
  if (body === undefined) throw new TypeError("a test without a body");
  return /** @type {(...args: readonly unknown[]) => unknown} */ (body);
}

/**
 * @param {Group} group
 * @param {string} path the names of the groups around it
 * @param {readonly Step[]} before
 * @param {readonly Step[]} after
 * @returns {Promise<{ name: string, error: unknown } | undefined>}
 */
async function runGroup(group, path, before, after) {
  const beforeEach = [...before, ...group.beforeEach];
  const afterEach = [...group.afterEach, ...after];
  try {
    await inTurn(group.beforeAll);
    for (const child of group.children) {
      const name = `${path}${child.name}`;
      const failed =
        "body" in child
          ? await runTest(name, [...beforeEach, child.body], afterEach)
          : await runGroup(child, `${name} > `, beforeEach, afterEach);
      if (failed !== undefined) return failed;
    }
    await inTurn(group.afterAll);
    return undefined;
  } catch (error) {
    return { name: `${path}hooks`, error };
  }
}

/**
 * @param {string} name
 * @param {readonly Step[]} steps
 * @param {readonly Step[]} after
 */
async function runTest(name, steps, after) {
  expect.setState({ currentTestName: name });
  try {
    await inTurn(steps);
    return undefined;
  } catch (error) {
    return { name, error };
  } finally {
    await inTurn(after);
  }
}

/** @param {readonly Step[]} steps */
async function inTurn(steps) {
  for (const step of steps) {
    const result = step();
    if (result instanceof Promise) await result;
  }
}
