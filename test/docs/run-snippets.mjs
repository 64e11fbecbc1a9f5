// Runs programs one after the other in one process, and marks in the output where each begins. Loggers write to the file of
// the standard output directly, so nothing can be caught in the process itself.

import fs, { writeSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// pino writes when the one before is written. Without threads, all is written when a program has ended.
Object.assign(fs, {
  /** @type {(file: number, data: string | Uint8Array, ...rest: unknown[]) => void} */
  write(file, data, ...rest) {
    const size = writeSync(file, typeof data === "string" ? Buffer.from(data) : data);
    process.nextTick(/** @type {(error: unknown, size: number) => void} */ (rest.at(-1)), null, size);
  },
});

for (const file of process.argv.slice(2)) {
  writeSync(1, `\n\0${file}\0`);
  try {
    await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    writeSync(1, `failed: ${error instanceof Error ? error.stack : error}\n`);
  }
  await setImmediate();
}
process.exit(0);
