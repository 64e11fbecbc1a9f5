// Prints how long Node takes to import `protosanitizer`, in proportion to `@bufbuild/protobuf`, which it needs. Each
// import has a process of its own, and the two take turns. Fails if the proportion is above the limit.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const LIMIT = 1.5;
const PROCESSES = 25;

const repository = fileURLToPath(new URL("..", import.meta.url));
const protobuf = [];
const protosanitizer = [];
for (let turn = 0; turn < PROCESSES; turn++) {
  protobuf.push(importTime("@bufbuild/protobuf"));
  protosanitizer.push(importTime("./dist/index.js"));
}
const ratio = median(protosanitizer) / median(protobuf);
console.log(
  `import: protosanitizer ${median(protosanitizer).toFixed(1)} ms, @bufbuild/protobuf ${median(protobuf).toFixed(1)} ms`,
);
console.log(`ratio of the medians of ${PROCESSES} processes: ${ratio.toFixed(2)} (at most ${LIMIT})`);
if (ratio > LIMIT) {
  console.error("The import takes too long.");
  process.exitCode = 1;
}

/**
 * Milliseconds that a new process takes for an import.
 *
 * @param {string} specifier
 */
function importTime(specifier) {
  const code = `
    const start = performance.now();
    await import(${JSON.stringify(specifier)});
    console.log(performance.now() - start);`;
  const { stdout, status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: repository,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the import of ${specifier} failed: ${stderr}`);
  return Number(stdout);
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
