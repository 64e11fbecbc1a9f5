// Compiles src/ to dist/. Does nothing if dist/ was compiled from the same files: `npm ci` builds (npm's `prepare`), and
// `npm test` asks for the build again. `--force` compiles in any case, which is what a release does (npm's `prepack`).

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const dist = join(repository, "dist");
/** Holds the fingerprint of the files from which dist/ was compiled. The package does not ship it. */
const record = join(dist, ".built-from");
const config = "tsconfig.build.json";

const fingerprint = fingerprintOfInputs();
if (!process.argv.includes("--force") && readIfThere(record) === fingerprint) process.exit(0);

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler(), "-p", config], {
  cwd: repository,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
chmodSync(join(dist, "cli/main.js"), 0o755);
writeFileSync(record, fingerprint);

/** Hashes every file that decides what dist/ contains, the lock file with the compiler's version included. */
function fingerprintOfInputs() {
  const sources = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join("src", name));
  const hash = createHash("sha256");
  for (const name of [...sources.sort(), config, "tsconfig.json", "package-lock.json", "scripts/build.mjs"]) {
    const text = readIfThere(join(repository, name)) ?? "";
    hash.update(`${name}\0${text.length}\0${text}`);
  }
  return hash.digest("hex");
}

/** The path of the TypeScript compiler's command. */
function compiler() {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve("typescript/package.json");
    return join(manifest, "..", require(manifest).bin.tsc);
  } catch (cause) {
    throw new Error("TypeScript is not installed: run `npm ci` with the devDependencies", { cause });
  }
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
