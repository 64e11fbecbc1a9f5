// Fails if a file of src/ imports from a later layer, or if a file of ours is too long to tell one idea:
// `node scripts/check-layers.mjs [folder]`. `npm run lint` runs it. A folder that is given takes the place of src/, and
// of all others.

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

/** The folders whose files have at most {@link MAX_LINES} lines. */
const WRITTEN_BY_HAND = ["src", "test", "bench", "scripts", "playground"];
const MAX_LINES = 300;

const given = process.argv[2];
const repository = fileURLToPath(new URL("..", import.meta.url));
const root = given ?? join(repository, "src");
const rowOf = new Map(LAYERS.flatMap((names, row) => names.map((name) => [name, row])));

report(
  filesIn(root)
    .filter((file) => file.endsWith(".ts"))
    .flatMap(problemsOf),
  "imports against the order of layers, which scripts/check-layers.mjs states",
);
report(
  given === undefined
    ? WRITTEN_BY_HAND.flatMap((folder) => tooLong(repository, folder))
    : tooLong(given, "."),
  `files with more than ${MAX_LINES} lines: split each along its ideas`,
);

/**
 * Prints problems, and fails if there are any.
 *
 * @param {readonly string[]} problems
 * @param {string} kind
 */
function report(problems, kind) {
  if (problems.length === 0) return;
  for (const problem of problems) console.error(problem);
  console.error(`${problems.length} ${kind}`);
  process.exitCode = 1;
}

/**
 * @param {string} folder
 * @returns {string[]} the paths of its files from there, in order
 */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

/**
 * The files of a folder that have too many lines. Files that tools make may be long: those in folders named gen, in
 * node_modules, and in folders whose names begin with a dot.
 *
 * @param {string} base what the paths begin at
 * @param {string} folder
 * @returns {string[]}
 */
function tooLong(base, folder) {
  return filesIn(join(base, folder))
    .filter((file) => /\.(?:ts|mjs)$/.test(file))
    .filter((file) => !file.split(sep).some((part) => /^(?:gen$|node_modules$|\.)/.test(part)))
    .flatMap((file) => {
      const path = join(folder, file);
      const lines = readFileSync(join(base, path), "utf8").replace(/\n$/, "").split("\n").length;
      return lines > MAX_LINES ? [`${path}: has ${lines} lines`] : [];
    });
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
