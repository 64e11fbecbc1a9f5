// Builds the playground as one page that needs no other file: node playground/build.mjs [file]. Prints its size.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of the whole page, compressed with gzip. */
const LIMIT = 400_000;

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Writes the page.
 *
 * @param {string} file
 * @returns {Promise<{ size: number }>} its size in bytes, compressed.
 */
export async function buildPlayground(file) {
  const [script, style] = await Promise.all([bundle("src/main.ts"), bundle("style.css")]);
  const page = readFileSync(join(folder, "index.html"), "utf8")
    .replace("%POLICY%", contentPolicy(script, style))
    // Replaced by functions, because a text may contain `$&`.
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace("<script></script>", () => `<script>${script}</script>`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
  const size = gzipSync(page, { level: 9 }).length;
  if (size > LIMIT) throw new Error(`The playground has ${size} bytes, and ${LIMIT} are the limit.`);
  return { size };
}

/**
 * Only the page's own script and style run, and nothing may be loaded or sent.
 *
 * @param {string} script
 * @param {string} style
 */
function contentPolicy(script, style) {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** @param {string} text */
function hashOf(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** @param {string} entry */
async function bundle(entry) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    write: false,
  });
  const text = outputFiles[0]?.text ?? "";
  if (/<\/(?:script|style)|<!--/i.test(text))
    throw new Error(`${entry}: its text would end the element that holds it`);
  return text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = resolve(process.argv[2] ?? join(folder, "dist/index.html"));
  const { size } = await buildPlayground(file);
  console.log(`${file}: ${size} bytes with gzip (at most ${LIMIT})`);
}
