// Loads TypeScript files so that they can be loaded anew in milliseconds: a mutant may be in code that runs only once,
// and whose result is kept. Files are compiled once; packages are loaded once.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { transformSync } from "esbuild";

/** @typedef {{ exports: Record<string, unknown> }} Module */
/** @typedef {(module: Module, exports: object, require: (specifier: string) => unknown, url: string) => void} Evaluate */

/** The files that were compiled, and what they import from packages. */
export class CompiledFiles {
  /** @type {Map<string, Evaluate>} */
  #files = new Map();
  /** @type {Map<string, Record<string, unknown>>} */
  #packages = new Map();

  /**
   * Compiles a file, and all files that it imports.
   *
   * @param {string} path
   * @returns {Promise<boolean>} whether it can be loaded: a file with a top-level `await` cannot
   */
  async add(path) {
    try {
      await this.#compile(path);
      return true;
    } catch (error) {
      if (`${error}`.includes("Top-level await")) return false;
      throw error;
    }
  }

  /** @param {string} path */
  async #compile(path) {
    if (this.#files.has(path)) return;
    const source = readFileSync(path, "utf8");
    const { code } = transformSync(source, {
      sourcefile: path,
      loader: path.endsWith("ts") ? "ts" : "js",
      format: "cjs",
      target: "node20",
      supported: { "dynamic-import": false },
      define: { "import.meta.url": "importMetaUrl" },
    });
    const script = new Script(`(function (module, exports, require, importMetaUrl) {${code}\n})`, {
      filename: path,
    });
    this.#files.set(path, script.runInThisContext());
    for (const [, specifier = ""] of code.matchAll(/\brequire\("([^"]+)"\)/g)) {
      if (specifier.startsWith(".")) await this.#compile(fileOf(specifier, path));
      else if (/^(?:import|export)\b/m.test(source)) await this.#addPackage(specifier);
    }
  }

  /** @param {string} specifier */
  async #addPackage(specifier) {
    if (specifier === "vitest" || this.#packages.has(specifier)) return;
    const namespace = await import(specifier).catch((error) => ({ default: error }));
    this.#packages.set(specifier, { ...namespace, __esModule: true });
  }

  /**
   * Modules that share nothing with those that were loaded before, except for packages.
   *
   * @param {(resetModules: () => void) => Record<string, unknown>} vitestFor
   * @returns {(path: string) => unknown} imports a file
   */
  fresh(vitestFor) {
    /** @type {Map<string, Module>} */
    const modules = new Map();
    const vitest = { ...vitestFor(() => modules.clear()), __esModule: true };
    /** @type {(path: string) => unknown} */
    const load = (path) => {
      const known = modules.get(path);
      if (known !== undefined) return known.exports;
      /** @type {Module} */
      const module = { exports: {} };
      modules.set(path, module);
      const evaluate = this.#files.get(path);
      if (evaluate === undefined) throw new Error(`${path} was not compiled`);
      evaluate(module, module.exports, (specifier) => require(specifier, path), pathToFileURL(path).href);
      return module.exports;
    };
    /** @type {(specifier: string, from: string) => unknown} */
    const require = (specifier, from) => {
      if (specifier === "vitest") return vitest;
      if (specifier.startsWith(".")) return load(fileOf(specifier, from));
      return this.#packages.get(specifier) ?? createRequire(from)(specifier);
    };
    return load;
  }
}

/**
 * @param {string} specifier
 * @param {string} from
 */
function fileOf(specifier, from) {
  const path = join(dirname(from), specifier);
  const candidates = [path.replace(/\.js$/, ".ts"), path, `${path}.js`];
  return candidates.find(existsSync) ?? path;
}
