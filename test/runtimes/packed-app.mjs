import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const checks = fileURLToPath(new URL("checks", import.meta.url));

/** Holds the runtimes. Git ignores it; it may be deleted at any time. */
export const cache = join(repository, ".runtimes");

/**
 * Installs the packed package in an application of its own. It is outside of the repository, where Bun and esbuild
 * would follow the `paths` of tsconfig.json and run src/ in place of the package.
 *
 * @returns {string} the application's folder, with the checks in it: to be removed after use
 */
export function installPackedApp() {
  const app = mkdtempSync(join(tmpdir(), "protosanitizer-runtimes-"));
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const packed = npm(repository, ["pack", "--json", "--pack-destination", app]);
  const [{ filename }] = JSON.parse(packed);
  npm(app, ["install", "--no-package-lock", join(app, filename), "@bufbuild/protobuf"]);
  for (const name of ["checks", "print", "page", "worker"]) {
    cpSync(join(checks, `${name}.mjs`), join(app, `${name}.mjs`));
  }
  return app;
}

/**
 * Bundles a module of the application for runtimes that resolve no packages.
 *
 * @param {string} app
 * @param {string} name
 * @param {"esm" | "iife"} format
 * @returns {Promise<string>} the code
 */
export async function bundle(app, name, format) {
  const { outputFiles } = await build({
    entryPoints: [join(app, name)],
    bundle: true,
    format,
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    charset: "ascii",
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/**
 * Runs npm. It takes packages from its cache where it has them.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @returns {string} what it printed
 * @throws {Error} if it fails
 */
export function npm(folder, args) {
  // `npm run` sets variables that the inner npm would take for its own configuration.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const command = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stdout, stderr } = spawnSync(command, [...args, ...options], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed\n${stderr}`);
  return stdout;
}
