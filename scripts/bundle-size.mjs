// Prints how large an application's bundle gets by a sanitizer: minified and compressed with gzip, peer dependency
// included. Fails if one of them is larger than its limit.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Limits in bytes. */
const SUBJECTS = [
  {
    name: "createTextSanitizer",
    file: "./dist/text/index.js",
    // Prints messages of @bufbuild/protobuf, with all rules of policies. Readers of other messages would take 5 KB more. Options
    // have a reader of their own: that of @bufbuild/protobuf would take 4 KB more. To find the lines of fields takes 0.3, to
    // judge JSON in strings 1.4, parts of the items of lists and of map entries 0.3, and the action for pseudonyms 0.1: what
    // makes them is imported from protosanitizer/pseudonym. To tell JSON from
    // other texts without exceptions takes 0.4, and to show parts of texts in it 0.1. Readers share no fields: that would take 0.4.
    limit: 45_000,
  },
  {
    name: "createSanitizer",
    file: "./dist/index.js",
    // Version 0.1 had 71,757. What every sanitizer does since then takes 10 KB more: to tell suspects (3.4), to take secrets
    // apart that are documents (3.2), to find look-alike secrets, HTML and lists of bytes (2.0), to hold them once per process
    // (0.6), and to look into what values print (0.4). The order of code in chunks compresses less well (0.8), and a type
    // of field options that needs no registry stands beside those that do (0.3). Options of any type take 4.5: to read and
    // judge them (1.5), to refuse rules that can match nothing (1.2), and to do it for protobufjs too (1.8). Classes and
    // audiences take 2.8, and default deny 0.7. To read no part of these from Object.prototype takes 0.4.
    // To find the lines of fields, in descriptor sets too, takes 0.6. To judge JSON in strings takes 1.5.
    // Parts of the items of lists and of map entries take 0.3, the action for pseudonyms 0.1, pseudonyms in texts 0.8, a reader of
    // options 0.8, and to make pseudonyms of a key, which needs HMAC-SHA-256, 4.5.
    // To tell of each secret that is found where it is from, how it is written and who wrote it takes 3.9. To judge the Struct of a
    // TypedStruct as the message that it stands for takes 1.8.
    // That the radar can watch what is held, and report what it finds by itself, takes 0.1. To read the fields of plain objects
    // and of messages of protobufjs at once takes 1.3. To share fields between readers takes 0.8. To hold what a plain object has for
    // a secret field under a second name takes 0.2, and to find more spellings of secrets in texts, of dates and of keys of metadata 0.3. To tell JSON
    // from other texts without exceptions takes 0.4. To show parts of texts in JSON takes 0.1, and to write a Struct as its library does 0.3.
    limit: 109_800,
  },
];

const repository = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(`${repository}docs/runtimes.md`, "utf8");
/** What the page says of each, in KB. */
const [, ...stated] = /It is (\d+) KB of a bundle.*`createSanitizer` is\s+(\d+) KB/s.exec(page) ?? [];

for (const [index, { name, file, limit }] of SUBJECTS.entries()) {
  const contents = `export { ${name} } from "${file}";`;
  const whole = await compressedSize(contents, []);
  const own = await compressedSize(contents, ["@bufbuild/protobuf"]);
  console.log(
    `${name}, minified, gzip: ${whole} bytes (at most ${limit}); ${own} without @bufbuild/protobuf`,
  );
  if (Math.abs(Number(stated[index]) * 1000 - whole) > 3000 || stated[index] === undefined) {
    console.error(`docs/runtimes.md says ${stated[index]} KB of ${name}.`);
    process.exitCode = 1;
  }
  if (whole <= limit) continue;
  console.error(`The bundle is ${whole - limit} bytes too large.`);
  process.exitCode = 1;
}

/**
 * @param {string} contents the code of the application
 * @param {string[]} external packages that are left out
 */
async function compressedSize(contents, external) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: repository },
    bundle: true,
    minify: true,
    format: "esm",
    external,
    write: false,
  });
  let size = 0;
  for (const { contents } of outputFiles) size += gzipSync(contents, { level: 9 }).length;
  return size;
}
