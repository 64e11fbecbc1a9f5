import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import winston, { type Logform } from "winston";
import Transport from "winston-transport";
import { sanitizeConsole } from "../../../src/console/index.js";
import type { Sanitizer } from "../../../src/index.js";
import { sanitizeFormat } from "../../../src/winston/index.js";

/** The levels of winston, which drivers use all of. */
export const LEVELS = ["error", "warn", "info", "http", "verbose", "debug", "silly"] as const;

/** One of {@link LEVELS}. */
export type Level = (typeof LEVELS)[number];

const { colorize, combine, errors, json, label, metadata, printf, simple, splat, timestamp } = winston.format;

/** The formats with which drivers make their lines. */
export const FORMATS: Readonly<Record<string, Logform.Format>> = {
  simple: combine(timestamp(), splat(), simple()),
  json: combine(errors({ stack: true, cause: true }), splat(), json()),
  coloured: combine(
    label({ label: "driver" }),
    colorize(),
    splat(),
    metadata(),
    printf(({ level, message, metadata }) => `${level}: ${message} ${inspect(metadata, { depth: 6 })}`),
  ),
};

/** How a driver logs: as with `console.log`, at a level. */
export type LogMethod = (message: unknown, ...args: readonly unknown[]) => void;

/** The log of a driver. Every line goes through all formats. */
export interface DriverLog extends Readonly<Record<Level, LogMethod>> {
  readonly console: Console;
  /** The log with more metadata in each line. */
  child(metadata: object): DriverLog;
}

/** The lines of a driver by format and level, such as `json, warn`; those of the console are `console`. */
export type Lines = ReadonlyMap<string, string>;

/** A log, as docs/loggers/ says to make it; without a sanitizer, as drivers have it. */
export function makeDriverLog(
  sanitizer: Sanitizer | undefined,
  formats: readonly string[] = Object.keys(FORMATS),
): {
  readonly log: DriverLog;
  lines(): Lines;
} {
  const written = new Map<string, string[]>();
  const write = (name: string, text: string): void => {
    const lines = written.get(name);
    if (lines === undefined) written.set(name, [text]);
    else lines.push(text);
  };
  const used = Object.entries(FORMATS).filter(([name]) => formats.includes(name));
  const loggers = used.map(([name, format]) =>
    winston.createLogger({
      level: "silly",
      format: sanitizer === undefined ? format : sanitizeFormat({ sanitizer, format }),
      transports: [new KeptLines(name, write)],
    }),
  );
  const console = new Console(
    new Writable({
      write(chunk, _encoding, done) {
        write("console", String(chunk));
        done();
      },
    }),
  );
  if (sanitizer !== undefined) sanitizeConsole({ sanitizer, console });
  return {
    log: driverLog(loggers, console),
    lines: () => new Map([...written].map(([name, lines]) => [name, lines.join("\n")])),
  };
}

function driverLog(loggers: readonly winston.Logger[], console: Console): DriverLog {
  const at =
    (level: Level): LogMethod =>
    (message, ...args) => {
      // winston takes any value as a message.
      for (const logger of loggers) logger.log(level, message as string, ...args);
    };
  return {
    error: at("error"),
    warn: at("warn"),
    info: at("info"),
    http: at("http"),
    verbose: at("verbose"),
    debug: at("debug"),
    silly: at("silly"),
    console,
    child: (metadata) =>
      driverLog(
        loggers.map((logger) => logger.child(metadata)),
        console,
      ),
  };
}

const LEVEL: unique symbol = Symbol.for("level");
const LINE: unique symbol = Symbol.for("message");

/** Keeps every line that a transport would write. */
class KeptLines extends Transport {
  readonly #name: string;
  readonly #write: (name: string, line: string) => void;

  constructor(name: string, write: (name: string, line: string) => void) {
    super();
    this.#name = name;
    this.#write = write;
  }

  override log(info: { readonly [LEVEL]: Level; readonly [LINE]: string }, done: () => void): void {
    this.#write(`${this.#name}, ${info[LEVEL]}`, info[LINE]);
    done();
  }
}
