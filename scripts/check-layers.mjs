// Fails if a file of src/ imports from a later layer: `node scripts/check-layers.mjs [folder]`. `npm run lint` runs it.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The layers, in order: a layer imports from earlier ones only, type imports included. What shares a row is on a par,
 * and does not import from each other. A name is a folder of src/, or a file beside these folders.
 */
const LAYERS = [
  ["marker.ts"],
  ["options"],
  ["schema"],
  ["policy"],
  ["dialects"],
  ["scalars"],
  ["plan", "pseudonym"],
  ["representations"],
  ["write"],
  ["values"],
  ["scrub"],
  ["sanitizer"],
  ["index.ts", "text", "lock"],
  ["logging"],
  ["console", "pino", "winston", "opentelemetry", "sentry"],
  ["calls"],
  ["grpc", "connect"],
  ["csi"],
  ["yaml"],
  ["kubernetes", "policy-file"],
  ["testing", "radar"],
  ["logfiles", "audit"],
  ["demo"],
  ["cli"],
  ["buf-plugin"],
];

const root = process.argv[2] ?? fileURLToPath(new URL("../src", import.meta.url));
const rowOf = new Map(LAYERS.flatMap((names, row) => names.map((name) => [name, row])));

const problems = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .flatMap(problemsOf);
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(
    `${problems.length} imports against the order of layers, which scripts/check-layers.mjs states`,
  );
  process.exitCode = 1;
}

/**
 * @param {string} file its path from the root
 * @returns {string[]}
 */
function problemsOf(file) {
  const layer = layerOf(file);
  const row = rowOf.get(layer);
  if (row === undefined) return [`${file}: ${layer} is not in the list of layers`];
  return importsOf(readFileSync(join(root, file), "utf8")).flatMap(({ line, specifier }) => {
    const place = `${file}:${line}`;
    if (/^protosanitizer(\/|$)/.test(specifier)) return [`${place}: imports this package by its name`];
    if (!specifier.startsWith(".")) return [];
    const target = relative(root, normalize(join(root, dirname(file), specifier.replace(/\.js$/, ".ts"))));
    if (!existsSync(join(root, target))) return [`${place}: there is no ${target}`];
    const imported = layerOf(target);
    const importedRow = rowOf.get(imported);
    const allowed = imported === layer || (importedRow !== undefined && importedRow < row);
    return allowed ? [] : [`${place}: ${layer} must not import from ${imported} (${target})`];
  });
}

/**
 * The folder below the root that a file is in, or its name if it is in none.
 *
 * @param {string} file
 */
function layerOf(file) {
  return file.split(sep)[0] ?? file;
}

/**
 * The modules that a formatted file imports, or exports from: values and types, at the top and by `import()`.
 *
 * @param {string} text
 */
function importsOf(text) {
  const statements =
    /^(?:import|export)\b[^;]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...text.matchAll(statements)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
  }));
}
