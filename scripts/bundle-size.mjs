// Prints how large an application's bundle gets by `createSanitizer`: minified and compressed with gzip, peer
// dependency included. Fails if that is more than the limit.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * Bytes. Version 0.1 had 71,757. What every sanitizer does since then takes 10 KB more: to tell suspects (3.4), to take secrets
 * apart that are documents (3.2), to find look-alike secrets, HTML and lists of bytes (2.0), to hold them once per process
 * (0.6), and to look into what values print (0.4). The order of code in chunks compresses less well (0.8).
 */
const LIMIT = 83_300;

const repository = fileURLToPath(new URL("..", import.meta.url));
const whole = await compressedSize([]);
const own = await compressedSize(["@bufbuild/protobuf"]);
console.log(`createSanitizer, minified, gzip: ${whole} bytes (at most ${LIMIT})`);
console.log(`the same without @bufbuild/protobuf: ${own} bytes`);
if (whole > LIMIT) {
  console.error(`The bundle is ${whole - LIMIT} bytes too large.`);
  process.exitCode = 1;
}

/** @param {string[]} external packages that are left out */
async function compressedSize(external) {
  const { outputFiles } = await build({
    stdin: { contents: `export { createSanitizer } from "./dist/index.js";`, resolveDir: repository },
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
