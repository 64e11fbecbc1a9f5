import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
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
    hint: "install it (Debian: apt-get install chromium), or set CHROMIUM to its path",
    find: () =>
      process.env["CHROMIUM"] ??
      onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    checks: async (program, app) => {
      const page = join(app, "page.html");
      writeFileSync(join(app, "page.bundle.js"), await bundle(app, "page.mjs", "iife"));
      writeFileSync(page, '<!doctype html><title>not run</title><script src="page.bundle.js"></script>\n');
      const profile = `--user-data-dir=${join(app, "chromium")}`;
      return { command: program, args: [...CHROMIUM_FLAGS, profile, "--dump-dom", pathToFileURL(page).href] };
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

/** Chromium opens a file of ours, and has no reason to talk to anybody. */
const CHROMIUM_FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

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

/** @param {readonly string[]} names */
function onPath(...names) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}
