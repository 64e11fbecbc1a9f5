import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, npm } from "./packed-app.mjs";

/**
 * Installs the runtimes that npm has and that are not there yet, all at once.
 *
 * @param {readonly import("./runtimes.mjs").Runtime[]} runtimes
 */
export function installRuntimes(runtimes) {
  const missing = runtimes.filter(({ npm: spec, find }) => spec !== undefined && find() === undefined);
  if (missing.length === 0) return;
  console.log(`installing in .runtimes/: ${missing.map(({ name }) => name).join(", ")}`);
  mkdirSync(cache, { recursive: true });
  // Optional, so that a runtime that does not exist for this machine does not keep the others away.
  const optionalDependencies = Object.fromEntries(
    runtimes.flatMap(({ name, npm: spec }) => (spec === undefined ? [] : [[name, `npm:${spec}`]])),
  );
  const allowScripts = { node: true, bun: true, deno: true, workerd: true };
  const manifest = { private: true, optionalDependencies, allowScripts };
  writeFileSync(join(cache, "package.json"), JSON.stringify(manifest, null, 2));
  try {
    npm(cache, ["install", "--no-package-lock"]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
