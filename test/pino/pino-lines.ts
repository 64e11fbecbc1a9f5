import { randomUUID } from "node:crypto";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino, { type Logger, type LoggerOptions } from "pino";
import pino9 from "pino9";
import { sanitizePino, sanitizePinoOptions } from "../../src/pino/index.js";
import { sanitizer } from "../logging/secret-message.js";

/** A way to make a logger of pino. */
export interface Way {
  readonly way: string;
  make(options: LoggerOptions, destination: ReturnType<typeof pino.destination>): Logger;
}

/** A logger as the library finds it. */
export const UNSAFE: Way = { way: "pino alone", make: (options, destination) => pino(options, destination) };

/** Both functions of the library, with both versions of pino. */
export const SAFE: readonly Way[] = [
  {
    way: "sanitizePino of pino 10",
    make: (options, destination) => sanitizePino(pino, { sanitizer, ...options }, destination),
  },
  {
    way: "sanitizePino of pino 9",
    // Its types differ in what these tests do not use.
    make: (options, destination) =>
      sanitizePino(pino9 as unknown as typeof pino, { sanitizer, ...options }, destination),
  },
  {
    way: "sanitizePinoOptions in pino 10",
    make: (options, destination) => pino(sanitizePinoOptions({ sanitizer, ...options }), destination),
  },
  {
    way: "sanitizePinoOptions in pino 9",
    make: (options, destination) =>
      (pino9 as unknown as typeof pino)(sanitizePinoOptions({ sanitizer, ...options }), destination), // as above
  },
];

/** The bytes that a logger writes to a file. */
export function bytesOf({ make }: Way, log: (logger: Logger) => void, options: LoggerOptions = {}): string {
  // Without a folder of its own, which takes longer to remove than most tests take.
  const file = join(tmpdir(), `protosanitizer-pino-${randomUUID()}`);
  const fd = openSync(file, "wx");
  try {
    log(
      make(
        { base: null, timestamp: false, level: "trace", ...options },
        pino.destination({ fd, sync: true }),
      ),
    );
    return readFileSync(file, "utf8");
  } finally {
    closeSync(fd);
    rmSync(file);
  }
}

/** The lines that a logger writes, each of which has to be JSON. */
export function linesOf(
  way: Way,
  log: (logger: Logger) => void,
  options: LoggerOptions = {},
): Record<string, unknown>[] {
  return bytesOf(way, log, options)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
