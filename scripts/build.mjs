// Builds dist/ from src/. Does nothing if dist/ was built from the same files: `npm ci` builds (npm's `prepare`), and
// `npm test` asks for the build again. `--force` builds in any case, which is what a release does (npm's `prepack`).
//
// The TypeScript compiler checks the types and writes the declarations. esbuild writes the code: a file for each subpath
// of package.json, and what several subpaths use in dist/chunks/. An import then loads about ten files in place of two
// hundred, which more than halves its time: Node takes most of it to find and to link files. Nothing is minified, and a
// comment names the source file above its code, so that stack traces can be read without source maps.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const dist = join(repository, "dist");
/** Holds the fingerprint of the files from which dist/ was built. The package does not ship it. */
const record = join(dist, ".built-from");
const config = "tsconfig.build.json";
/** What `npm run demo` starts. It is no subpath. */
const DEMO = "dist/demo/main.js";
const sources = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join("src", name))
  .sort();

const fingerprint = fingerprintOfInputs();
if (!process.argv.includes("--force") && readIfThere(record) === fingerprint) process.exit(0);

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler(), "-p", config], {
  cwd: repository,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
await writeCode();
for (const program of ["cli/main.js", "buf-plugin/main.js"]) chmodSync(join(dist, program), 0o755);
writeManual();
writeFileSync(record, fingerprint);

/** Writes the manual page, which git keeps: a change of it is seen in review. The program makes it of its own commands. */
function writeManual() {
  const { status: failed, stdout } = spawnSync(process.execPath, [join(dist, "cli/main.js"), "man"], {
    cwd: repository,
  });
  if (failed !== 0) throw new Error("protosanitizer man fails");
  writeFileSync(join(repository, "docs/protosanitizer.1"), stdout);
}

/** Writes the code of all entries. What they share is in chunks. Packages stay imports. */
async function writeCode() {
  const { build, transform } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: entries().map((path) => path.replace(/^dist\/(.*)\.js$/, "src/$1.ts")),
    outbase: "src",
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "neutral",
    target: "es2022",
    write: false,
  });
  const written = sources.map((name) => readFileSync(join(repository, name), "utf8")).join("\n");
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    const code = withConstants(withClassNames(withoutBareImports(text), written), written);
    // Fails if a constant is assigned to.
    await transform(code, { logOverride: { "assign-to-constant": "error" } });
    writeFileSync(path, code);
  }
}

/** The files in dist/ that package.json names, and the demo. */
function entries() {
  /** @type {{ exports: Record<string, string | { default: string }>, bin: Record<string, string> }} */
  const { exports, bin } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const modules = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [] : [target.default],
  );
  return [...modules.map((path) => path.replace(/^\.\//, "")), ...Object.values(bin), DEMO];
}

/**
 * Drops imports of chunks from which no name is used: esbuild keeps them for the order of side effects. No module here has
 * any, as package.json says, and bundlers warn of such imports.
 *
 * @param {string} code
 */
function withoutBareImports(code) {
  return code.replace(/^import "\.[^"]*";\n/gm, "");
}

/**
 * Gives classes their names back. esbuild writes a class that refers to itself as `var Name = class _Name`, and `_Name` is
 * what `util.inspect` would show. Its option `keepNames` makes every function slower to create.
 *
 * @param {string} code
 * @param {string} written all sources. They may have a name with `_` of their own.
 */
function withClassNames(code, written) {
  return code.replace(/\b_([A-Z]\w*)\b/g, (renamed, name) =>
    code.includes(`var ${name} = class ${renamed} `) && !written.includes(renamed) ? name : renamed,
  );
}

/**
 * Makes constants of what is declared at the top by `const` or `class` in the sources, and by `var` in what esbuild writes. V8
 * compiles the value of a constant into functions, and has to load that of a variable: printing took up to a tenth longer.
 *
 * @param {string} code
 * @param {string} written all sources
 */
function withConstants(code, written) {
  const variables = new Set(
    [...written.matchAll(/^(?:export )?(?:let|enum) (\w+)/gm)].map(([, name]) => name),
  );
  // esbuild appends a number to a name that two sources of a chunk declare.
  return code.replace(/^var (?=\{|(\w+?)\d* = )/gm, (declaration, name) =>
    variables.has(name) ? declaration : "const ",
  );
}

/** Hashes every file that decides what dist/ contains, the lock file with the versions of the compilers included. */
function fingerprintOfInputs() {
  const others = [config, "tsconfig.json", "package.json", "package-lock.json", "scripts/build.mjs"];
  const hash = createHash("sha256");
  for (const name of [...sources, ...others]) {
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
