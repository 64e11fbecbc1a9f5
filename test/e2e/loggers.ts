import { Console } from "node:console";
import { Writable } from "node:stream";
import { type BaseLogger, pino } from "pino";
import winston from "winston";
import { sanitizeConsole } from "../../src/console/index.js";
import type { Sanitizer } from "../../src/index.js";
import { sanitizePino } from "../../src/pino/index.js";
import { sanitizeFormat } from "../../src/winston/index.js";

/** pino, whatever its levels are. */
type AnyPino = Pick<BaseLogger, "trace" | "debug" | "info" | "warn" | "error"> & {
  child(bindings: object): AnyPino;
  setBindings(bindings: object): void;
  isLevelEnabled(level: string): boolean;
};

/** Everything that a service may log with, all of it into one buffer. */
export interface Loggers {
  readonly pino: AnyPino;
  readonly winston: winston.Logger;
  readonly console: Console;
  /** The raw bytes of all lines. */
  bytes(): Buffer;
}

/** Loggers as docs/loggers/ says to make them; without a sanitizer, as they come. */
export function makeLoggers(sanitizer: Sanitizer | undefined): Loggers {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  const { combine, errors, splat, json } = winston.format;
  const format = combine(errors({ stack: true, cause: true }), splat(), json());
  const console = new Console(stream);
  if (sanitizer !== undefined) sanitizeConsole({ sanitizer, console });
  return {
    pino: sanitizer
      ? sanitizePino(pino, { sanitizer, level: "trace" }, stream)
      : pino({ level: "trace" }, stream),
    winston: winston.createLogger({
      level: "silly",
      format: sanitizer ? sanitizeFormat({ sanitizer, format }) : format,
      transports: [new winston.transports.Stream({ stream })],
    }),
    console,
    bytes: () => Buffer.concat(chunks),
  };
}
