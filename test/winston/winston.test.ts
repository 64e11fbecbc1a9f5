import { Writable } from "node:stream";
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import winston, { type Logform, type Logger } from "winston";
import Transport from "winston-transport";
import { sanitizeFormat } from "../../src/winston/index.js";
import { HIDDEN_PLACES, PLACES } from "../logging/places.js";
import {
  expectNoSecret,
  holds,
  login,
  nothingLive,
  reflectedLogin,
  SAFE_LOGIN,
  SECRET,
  sanitizer,
  whileLive,
} from "../logging/secret-message.js";
import { casesOfTest } from "../runs.js";

const { combine, errors, splat, json, simple, prettyPrint, printf } = winston.format;

const FORMATS: readonly { readonly name: string; readonly format: Logform.Format }[] = [
  { name: "json", format: combine(errors({ stack: true, cause: true }), splat(), json()) },
  { name: "simple", format: combine(splat(), simple()) },
  { name: "prettyPrint", format: combine(errors({ stack: true }), prettyPrint({ depth: 20 })) },
  {
    name: "printf",
    format: combine(
      splat(),
      printf((info) => inspect(info, { depth: 20 })),
    ),
  },
];

/** Keeps the very objects that it is given, as a transport that sends them elsewhere does. */
class Keeping extends Transport {
  readonly infos: unknown[] = [];

  override log(info: unknown, next: () => void): void {
    this.infos.push(info);
    next();
  }
}

/** What a logger writes to a stream, to one by way of another format, and hands to a transport. */
function output(format: Logform.Format, use: (logger: Logger) => void, options: winston.LoggerOptions = {}) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const keeping = new Keeping();
  const transports = [
    new winston.transports.Stream({ stream }),
    new winston.transports.Stream({ stream, format: simple() }),
    keeping,
  ];
  use(winston.createLogger({ level: "silly", ...options, format, transports }));
  return { lines: chunks.join(""), infos: keeping.infos };
}

/** All of it as a text. */
function written(
  format: Logform.Format,
  use: (logger: Logger) => void,
  options?: winston.LoggerOptions,
): string {
  const { lines, infos } = output(format, use, options);
  return lines + inspect(infos, { depth: 20, showHidden: true });
}

/** The first line that a logger writes as JSON. */
function line(use: (logger: Logger) => void, options: winston.LoggerOptions = {}): unknown {
  const [json] = FORMATS;
  if (json === undefined) throw new Error("no format");
  const text = written(sanitizeFormat({ sanitizer, format: json.format }), use, options);
  return JSON.parse(text.slice(0, text.indexOf("\n")));
}

const USES: readonly { readonly use: string; readonly log: (logger: Logger, value: object) => void }[] = [
  { use: "metadata", log: (logger, value) => logger.info("text", { value }) },
  { use: "the metadata itself", log: (logger, value) => logger.info("text", value) },
  { use: "further metadata", log: (logger, value) => logger.info("text %s", "a", value) },
  { use: "several metadata", log: (logger, value) => logger.info("text", { a: 1 }, value) },
  { use: "the message", log: (logger, value) => logger.info(value) },
  { use: "the message of an object", log: (logger, value) => logger.info({ message: value, value }) },
  { use: "%s", log: (logger, value) => logger.info("text %s", value) },
  { use: "%j", log: (logger, value) => logger.info("text %j", value) },
  { use: "%o", log: (logger, value) => logger.info("text %o", value) },
  { use: "%O and metadata", log: (logger, value) => logger.info("text %O", value, { value }) },
  { use: "an entry", log: (logger, value) => logger.log({ level: "info", message: "text", value }) },
  { use: "metadata of a child", log: (logger, value) => logger.child({ value }).info("text") },
  {
    use: "an error's property",
    log: (logger, value) => logger.error(Object.assign(new Error("failed"), { value })),
  },
  {
    use: "an error's cause",
    log: (logger, value) => logger.error("text", new Error("failed", { cause: value })),
  },
];

/** winston itself throws if it cannot read a property or make a text, before or after any format. */
const WINSTON_PLACES = PLACES.filter(({ name }) => !/without prototype|throws/.test(name));

describe.each(FORMATS)("a safe format around $name", ({ name, format }) => {
  const safe = sanitizeFormat({ sanitizer, format });

  it.each(USES)("writes messages as $use without their secrets, and hands none on", ({ log }) => {
    for (const make of [login, reflectedLogin])
      expectNoSecret(written(safe, (logger) => log(logger, make())));
  });

  it.each(name === "json" || name === "printf" ? WINSTON_PLACES : WINSTON_PLACES.slice(0, 3))(
    "writes a message in $name without its secret",
    ({ put }) => {
      expectNoSecret(
        written(safe, (logger) => {
          for (const { log } of casesOfTest(USES)) log(logger, put(reflectedLogin()));
        }),
      );
    },
  );

  it.each(name === "json" ? HIDDEN_PLACES : HIDDEN_PLACES.slice(0, 2))(
    "writes a message in $name without its secret, even for %o",
    ({ put }) => {
      const use = (logger: Logger) => {
        for (const { log } of USES) log(logger, put(reflectedLogin()));
      };
      if (name !== "prettyPrint") expect(holds(output(format, use).lines)).toBe(true);
      expectNoSecret(output(safe, use).lines);
    },
  );

  it("writes default metadata without their secrets", () => {
    expectNoSecret(
      written(safe, (logger) => logger.info("text"), { defaultMeta: { request: reflectedLogin() } }),
    );
  });

  it("writes the same as the format if there is no message and no secret", () => {
    const use = (logger: Logger) => {
      logger.info("text");
      logger.info("text %s %d %j %%", "a", 1, { b: 2 }, { meta: [1, { two: 2 }] });
      logger.info({ message: "text", a: { b: new Date(0) } });
      logger.child({ child: 1 }).warn("text", { more: true });
      logger.log("debug", "text", { a: null, b: undefined });
      logger.error(
        Object.assign(new RangeError("failed", { cause: "c" }), { stack: "RangeError: failed", code: 5 }),
      );
      logger.error("text", Object.assign(new Error("failed"), { stack: "Error: failed", code: 5 }));
    };
    expect(output(safe, use).lines).toBe(output(format, use).lines);
  });

  describe("while a secret is live", () => {
    afterEach(nothingLive);

    it("scrubs texts, arguments, errors, names and bytes", () => {
      const use = (logger: Logger) => {
        logger.info(`--password ${SECRET}`, { argv: [SECRET], [SECRET]: { [SECRET]: 1 } });
        logger.info("%s%s", SECRET.slice(0, 5), SECRET.slice(5));
        logger.info("%j", { SECRET });
        logger.error(new Error(`mount -o ${SECRET}`, { cause: new Error(SECRET) }));
        logger.info("text", {
          bytes: Buffer.from(SECRET),
          encoded: Buffer.from(`u:${SECRET}`).toString("base64"),
        });
        logger.child({ SECRET }).info("text");
      };
      expect(holds(written(format, use))).toBe(true);
      expectNoSecret(whileLive(() => written(safe, use)));
    });
  });
});

describe("a line of JSON", () => {
  it("has messages as objects", () => {
    expect(line((logger) => logger.info("text", { request: login() }))).toEqual({
      level: "info",
      message: "text",
      request: SAFE_LOGIN,
    });
    expect(line((logger) => logger.info(login()))).toEqual({ level: "info", message: SAFE_LOGIN });
    expect(line((logger) => logger.log("info", login()))).toEqual({ level: "info", message: SAFE_LOGIN });
  });

  it.each([login, reflectedLogin])("has the fields of a message that is metadata itself", (make) => {
    expect(line((logger) => logger.info("text", make()))).toEqual({
      level: "info",
      message: "text",
      ...SAFE_LOGIN,
    });
    expect(line((logger) => logger.info("text %d", 1, make()))).toEqual({
      level: "info",
      message: "text 1",
      ...SAFE_LOGIN,
    });
    expect(line((logger) => logger.info("text %s %s", "a", "b", make()))).toMatchObject(SAFE_LOGIN);
  });

  it("has the text and the fields of a message that a child logger adds", () => {
    expect(line((logger) => logger.child(login()).info("text"))).toEqual({
      level: "info",
      message: "text",
      ...SAFE_LOGIN,
    });
  });

  it("has a message as text under %s", () => {
    expect(line((logger) => logger.info("text %s", login()))).toEqual({
      level: "info",
      message: `text ${JSON.stringify(SAFE_LOGIN)}`,
    });
  });

  it("has a note in place of a value that a format cannot write, and the caller continues", () => {
    expect(line((logger) => logger.info("%j", { n: 1n }))).toEqual({
      level: "info",
      message: "<<could not be read>>",
    });
  });
});

it("the object that a caller logs stays as winston leaves it", () => {
  const cases = () => [
    { message: "text", request: login(), deep: { list: [login()] } },
    Object.assign(new Error("failed"), { stack: "Error: failed", request: login() }),
    Object.freeze({ a: { request: login() } }),
  ];
  const use = (values: readonly object[]) => (logger: Logger) => {
    for (const value of values) logger.info("text", value);
    logger.info(values[0]);
    logger.error(values[1]);
  };
  const passing: Logform.Format = { transform: (info) => ({ ...info }) };
  const left = cases();
  written(passing, use(left));
  const values = cases();
  for (const { format } of FORMATS) written(sanitizeFormat({ sanitizer, format }), use(values));
  const shown = (value: unknown) => inspect(value, { depth: 20, showHidden: true });
  expect(shown(values)).toBe(shown(left));
});

it("entries that are formatted late, because a transport is slow, are scrubbed as well", async () => {
  class Slow extends Keeping {
    override log(info: unknown, next: () => void): void {
      super.log(info, () => setImmediate(next));
    }
  }
  const slow = new Slow();
  const format = sanitizeFormat({ sanitizer, format: json() });
  const logger = winston.createLogger({ format, transports: [slow] });
  const secrets = Array.from({ length: 60 }, (_, index) => `correct-horse-${index}-battery`);
  await Promise.all(
    secrets.map(async (secret) => {
      const scope = sanitizer.secretsOf("acme.v1.Login", { password: secret });
      const release = sanitizer.live.hold(scope, { graceTime: 1000 });
      logger.info(`before ${secret}`);
      await new Promise(setImmediate);
      logger.info(`after ${secret}`);
      release();
    }),
  );
  await vi.waitFor(() => expect(slow.infos).toHaveLength(120));
  const text = inspect(slow.infos, { maxArrayLength: 200 });
  expect(text).toContain("before ***stripped***");
  for (const secret of secrets) expect(text).not.toContain(secret);
});

it("the search finds the secret in the output of an unsafe logger", () => {
  for (const { log } of USES) {
    expect(holds(written(json(), (logger) => log(logger, { password: SECRET })))).toBe(true);
  }
});
