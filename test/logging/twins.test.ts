import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { inspect } from "node:util";
import fc from "fast-check";
import pino from "pino";
import { describe, expect, it } from "vitest";
import winston from "winston";
import { sanitizeConsole } from "../../src/console/index.js";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiPolicy } from "../../src/csi/index.js";
import { sanitizePino } from "../../src/pino/index.js";
import { twinsArbitrary } from "../../src/testing/index.js";
import { sanitizeFormat } from "../../src/winston/index.js";
import { runs } from "../runs.js";
import { loggedShape } from "./logged-value.js";
import { writtenText } from "./written-text.js";

const sanitizer = createCsiSanitizer();

/** What a logger writes of a value, used in all ways at once. */
const LOGGERS: readonly { readonly logger: string; readonly write: (value: unknown) => string }[] = [
  {
    logger: "pino",
    write(value) {
      const lines: string[] = [];
      const log = sanitizePino(
        pino,
        { sanitizer, base: null, timestamp: false },
        { write: (line) => lines.push(line) },
      );
      log.info({ value, err: value });
      Reflect.apply(log.info, log.child({ value }), ["%s %o", [value], value]);
      Reflect.apply(log.info, log, [value]);
      return lines.join("");
    },
  },
  {
    logger: "winston",
    write(value) {
      const infos: unknown[] = [];
      const { combine, errors, splat, json } = winston.format;
      const format = sanitizeFormat({
        sanitizer,
        format: combine(errors({ stack: true }), splat(), json()),
      });
      const stream = new PassThrough({ objectMode: true }).on("data", (info) => infos.push(info));
      const log = winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] });
      log.info("text", { value });
      log.child({ value }).info("%s %O %j", [value], value, { value });
      return inspect(infos, { depth: 30 });
    },
  },
  {
    logger: "the console",
    write(value) {
      const stream = new PassThrough();
      const console = new Console({ stdout: stream, stderr: stream });
      sanitizeConsole({ sanitizer, console });
      console.log(value, { value });
      console.log("%s %o %O %j", [value], value, value, { value });
      console.dir(value, { depth: 30 });
      console.table([value]);
      return writtenText(stream);
    },
  },
];

const twins = twinsArbitrary(NodePublishVolumeRequestSchema, csiPolicy());

describe.each(LOGGERS)("$logger", ({ write }) => {
  it("writes of two values that differ only in secrets the same, and leaves them as they are", () => {
    fc.assert(
      fc.property(loggedShape, twins, (shape, [left, right]) => {
        const value = shape(left);
        const before = inspect(value, { depth: 30, showHidden: true });
        expect(write(value)).toBe(write(shape(right)));
        expect(inspect(value, { depth: 30, showHidden: true })).toBe(before);
      }),
      { numRuns: runs(60) },
    );
  });
});

it("the property fails for a logger that is not made safe", () => {
  const property = fc.property(loggedShape, twins, (shape, [left, right]) => {
    const [leftText, rightText] = [left, right].map((message) => inspect(shape(message), { depth: 30 }));
    return leftText === rightText;
  });
  expect(fc.check(property, { numRuns: runs(100) }).failed).toBe(true);
});
