import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CHROMIUM_FLAGS, CHROMIUM_HINT, findChromium } from "../browser/find-chromium.mjs";
import { bundle, cache } from "./packed-app.mjs";

/**
 * @typedef {object} Command
 * @property {string} command
 * @property {readonly string[]} args
 */

/**
 * @typedef {object} Runtime
 * @property {string} name
 * @property {string | undefined} npm what npm installs it from
 * @property {string} hint what to do if it is missing
 * @property {() => string | undefined} find the path of its program
 * @property {(program: string, app: string) => Command | Promise<Command>} checks how it runs the checks of an application
 */

/** @type {readonly Runtime[]} */
export const RUNTIMES = [
  node("20"),
  node("22"),
  node("24"),
  node("26"),
  {
    ...fromNpm("bun", "bun@1", "bun/bin/bun.exe"),
    checks: (program) => ({ command: program, args: ["run", "print.mjs"] }),
  },
  {
    ...fromNpm("deno", "deno@2", ".bin/deno"),
    // Without permissions: the package may read no files, no environment and no network.
    checks: (program) => ({
      command: program,
      args: ["run", "--no-prompt", "--cached-only", "--node-modules-dir=manual", "print.mjs"],
    }),
  },
  {
    ...fromNpm("workerd", "workerd@1", ".bin/workerd"),
    checks: async (program, app) => {
      writeFileSync(join(app, "worker.bundle.mjs"), await bundle(app, "worker.mjs", "esm"));
      writeFileSync(join(app, "worker.capnp"), WORKER_CONFIG);
      return { command: program, args: ["test", "worker.capnp"] };
    },
  },
  {
    name: "chromium",
    npm: undefined,
    hint: CHROMIUM_HINT,
    find: findChromium,
    checks: async (program, app) => {
      const page = join(app, "page.html");
      writeFileSync(join(app, "page.bundle.js"), await bundle(app, "page.mjs", "iife"));
      writeFileSync(page, '<!doctype html><title>not run</title><script src="page.bundle.js"></script>\n');
      const profile = `--user-data-dir=${join(app, "chromium")}`;
      return {
        command: program,
        args: ["--headless", ...CHROMIUM_FLAGS, profile, "--dump-dom", pathToFileURL(page).href],
      };
    },
  },
];

/** No flag for Node's API: the core has to do without. */
const WORKER_CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .checks)]);
const checks :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.bundle.mjs")],
  compatibilityDate = "2025-01-01",
);
`;

/**
 * @param {string} major
 * @returns {Runtime}
 */
function node(major) {
  return {
    ...fromNpm(`node${major}`, `node@${major}`, `node${major}/bin/node`),
    checks: (program) => ({ command: program, args: ["print.mjs"] }),
  };
}

/**
 * @param {string} name
 * @param {string} spec
 * @param {string} program its path in node_modules
 */
function fromNpm(name, spec, program) {
  return {
    name,
    npm: spec,
    hint: `npm could not install ${spec}`,
    find: () => {
      const path = join(cache, "node_modules", program);
      return existsSync(path) ? path : undefined;
    },
  };
}
