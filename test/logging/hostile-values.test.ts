import { Console } from "node:console";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import pino, { type Logger } from "pino";
import { expect, it } from "vitest";
import { sanitizeConsole } from "../../src/console/index.js";
import { sanitizePino, sanitizePinoOptions } from "../../src/pino/index.js";
import { runs } from "../runs.js";
import { sanitizer } from "./secret-message.js";

const TRAPS = ["get", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf", "has"] as const;

/** Any value, and traps of a proxy around it that throw after so many calls. */
const hostile = fc.tuple(
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    maxDepth: 3,
  }),
  fc.array(fc.tuple(fc.constantFrom(...TRAPS), fc.nat({ max: 6 })), { maxLength: 3 }),
);

/** Made in the property: fast-check looks at what it generates. */
function proxied([value, limits]: typeof hostile extends fc.Arbitrary<infer T> ? T : never): unknown {
  if (typeof value !== "object" || value === null) return value;
  const handler: ProxyHandler<object> = {};
  for (const [trap, limit] of limits) {
    let calls = 0;
    const throwing = (...args: readonly unknown[]): unknown => {
      if (calls++ >= limit) throw new Error(`${trap} is called once too often`);
      return Reflect.apply(Reflect[trap], Reflect, args);
    };
    Object.assign(handler, { [trap]: throwing });
  }
  return new Proxy(value, handler);
}

const stream = new PassThrough().resume();
const console = new Console({ stdout: stream, stderr: stream });
sanitizeConsole({ sanitizer, console });

it("for any logged value, even one that throws, the caller continues and lines are JSON", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const serializers = { serialized: (value: unknown) => value };
  const loggers: readonly Logger[] = [
    sanitizePino(pino, { sanitizer, serializers }, destination),
    pino(sanitizePinoOptions({ sanitizer, serializers }), destination),
  ];
  fc.assert(
    fc.property(hostile, (parts) => {
      lines.length = 0;
      const value = proxied(parts);
      for (const logger of loggers) {
        logger.info({ value, serialized: value });
        Reflect.apply(logger.info, logger, [value]);
        logger.child({ value, serialized: value }).info([value]);
        Reflect.apply(logger.info, logger, ["%s %o %O %j", value, value, value, [value]]);
      }
      console.log(value, [value], { value });
      console.log("%s %o %O %j %d", value, value, value, value, value);
      console.dir(value, { showHidden: true, depth: 9 });
      console.table([value]);
      console.error(value);
      expect(lines.map((line) => typeof JSON.parse(line))).toEqual(Array(8).fill("object"));
    }),
    { numRuns: runs(300) },
  );
});
