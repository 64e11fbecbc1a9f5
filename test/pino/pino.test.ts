import { inspect } from "node:util";
import type { Logger } from "pino";
import { afterEach, describe, expect, it } from "vitest";
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
import { bytesOf, linesOf, SAFE, UNSAFE } from "./pino-lines.js";

/** Calls a method whatever its types make of the arguments. */
function call(logger: Logger, args: readonly unknown[]): void {
  Reflect.apply(logger.info, logger, args);
}

/** Ways in which a value that holds a message gets to a logger. */
const USES: readonly { readonly use: string; readonly log: (logger: Logger, value: object) => void }[] = [
  { use: "a property", log: (logger, value) => call(logger, [{ value }]) },
  { use: "the object itself", log: (logger, value) => call(logger, [value]) },
  { use: "the object itself beside a text", log: (logger, value) => call(logger, [value, "text"]) },
  { use: "err", log: (logger, value) => call(logger, [{ err: value }]) },
  { use: "%s", log: (logger, value) => call(logger, ["text %s", value]) },
  { use: "%o", log: (logger, value) => call(logger, ["text %o", value]) },
  { use: "%O", log: (logger, value) => call(logger, ["text %O", value]) },
  { use: "%j beside an object", log: (logger, value) => call(logger, [{ a: 1 }, "text %j", value]) },
  { use: "an object in place of a text", log: (logger, value) => call(logger, [{ a: 1 }, value]) },
  { use: "bindings of a child", log: (logger, value) => logger.child({ value }).info("text") },
  { use: "bindings of its child", log: (logger, value) => logger.child({}).child({ value }).info("text") },
  {
    use: "bindings of a child with options",
    log: (logger, value) =>
      logger
        .child({ value }, { redact: ["other"], serializers: { other: String }, formatters: {} })
        .info("text"),
  },
  {
    use: "bindings that are set",
    log: (logger, value) => {
      logger.setBindings({ value });
      logger.info("text");
    },
  },
  {
    use: "bindings that are set on a child",
    log: (logger, value) => {
      const child = logger.child({});
      child.setBindings({ value });
      child.info("text");
    },
  },
  {
    use: "a formatter of a child",
    log: (logger, value) =>
      logger.child({}, { formatters: { log: (object) => ({ ...object, value }) } }).info("text"),
  },
  {
    use: "a serializer of a child",
    log: (logger, value) => logger.child({}, { serializers: { call: () => value } }).info({ call: 1 }),
  },
];

describe.each(SAFE)("$way", (way) => {
  const isOther = way === SAFE[1] || way === SAFE[2];
  // Each version, and each function, with all places: one way of each.
  const places = isOther ? PLACES.slice(0, 3) : [...PLACES, ...HIDDEN_PLACES];

  describe.each([
    { library: "@bufbuild/protobuf", make: login },
    { library: "protobufjs", make: reflectedLogin },
  ])("given a message of $library", ({ make }) => {
    it.each(USES)("as $use writes it without the secret, in valid JSON", ({ log }) => {
      expect(linesOf(way, (logger) => log(logger, make()))).toHaveLength(1);
      expectNoSecret(bytesOf(way, (logger) => log(logger, make())));
    });
  });

  it.each(places)(
    "given a message in $name writes it without the secret, whatever way the value takes",
    ({ put }) => {
      const uses = casesOfTest(USES);
      const bytes = bytesOf(way, (logger) => {
        for (const { log } of uses) log(logger, put(reflectedLogin()));
      });
      expect(bytes.split("\n")).toHaveLength(uses.length + 1);
      expectNoSecret(bytes);
    },
  );

  it("writes a message as JSON, by itself, as a property and as an argument", () => {
    const text = JSON.stringify(SAFE_LOGIN);
    const lines = linesOf(way, (logger) => {
      call(logger, [login(), "text"]);
      call(logger, [sanitizer.strip(login())]);
      call(logger, [{ request: login(), more: [reflectedLogin()] }]);
      call(logger, ["%s and %o", login(), login()]);
      logger.child({ request: login() }).info("text");
    });
    expect(lines).toEqual([
      { level: 30, ...SAFE_LOGIN, msg: "text" },
      { level: 30, ...SAFE_LOGIN },
      { level: 30, request: SAFE_LOGIN, more: [SAFE_LOGIN] },
      { level: 30, msg: `${text} and ${text}` },
      { level: 30, request: SAFE_LOGIN, msg: "text" },
    ]);
  });

  it("writes the same as an ordinary logger if there is no message and no secret", () => {
    const log = (logger: Logger) => {
      logger.info("text");
      logger.info(
        { a: 1, b: [true, null, { c: "d" }], e: undefined, f: Number.NaN, g: new Date(0), h: 5n },
        "text",
      );
      logger.error({ err: "no error" });
      call(logger, ["%s %d %i %o %j %%", "a", 1.5, 2.5, { b: 1 }, [1]]);
      logger.child({ a: 1, b: { c: 2 } }, { msgPrefix: "[p] ", level: "debug" }).debug("text");
      logger.info(null);
      logger.info(undefined);
      call(logger, []);
      call(logger, [5]);
      expect(() => Reflect.apply(logger.child, logger, [])).toThrow("missing bindings");
    };
    expect(bytesOf(way, log)).toBe(bytesOf(UNSAFE, log));
  });

  it("changes nothing that it is given", () => {
    for (const { put } of places) {
      const value = put(login());
      const before = inspect(value, { depth: 20, showHidden: true });
      bytesOf(way, (logger) => {
        for (const { log } of USES) log(logger, value);
      });
      expect(inspect(value, { depth: 20, showHidden: true })).toBe(before);
    }
  });

  it("calls nothing of a value if the level is off", () => {
    const untouchable = new Proxy(
      {},
      { get: () => expect.fail("touched"), ownKeys: () => expect.fail("touched") },
    );
    expect(bytesOf(way, (logger) => logger.debug(untouchable, "%o", untouchable), { level: "info" })).toBe(
      "",
    );
  });

  it("strips messages from mixins, hooks, formatters and serializers", () => {
    const bytes = bytesOf(
      way,
      (logger) => {
        logger.info({ call: { id: 1, request: login() } }, "text");
        logger.child({ call: { id: 2, request: login() } }).info("text");
      },
      {
        base: { started: login() },
        mixin: () => ({ mixed: reflectedLogin() }),
        hooks: {
          logMethod(args, method) {
            Reflect.apply(method, this, [...args, login()]);
          },
          streamWrite: (line) => line.replace("text", "text!"),
        },
        formatters: {
          log: (object) => ({ ...object, formatted: login() }),
          bindings: (bound) => ({ ...bound, more: login() }),
        },
        serializers: {
          call: (value: { id: number; request: object }) => ({ id: value.id, inner: value.request }),
        },
      },
    );
    const [first] = bytes.split("\n");
    expectNoSecret(bytes);
    expect(JSON.parse(first ?? "")).toMatchObject({
      started: SAFE_LOGIN,
      mixed: SAFE_LOGIN,
      formatted: SAFE_LOGIN,
      call: { id: 1, inner: SAFE_LOGIN },
    });
    expect(bytes).toContain("text!");
    expect(bytes).toContain('"call":{"id":2,"inner":{"password":"***stripped***","user":"jane"}}');
  });

  it("gives formatters no message with its secret that a serializer is going to print", () => {
    const line = bytesOf(way, (logger) => logger.info({ login: login() }), {
      serializers: { login: () => "by the serializer" },
      formatters: { log: (object) => ({ ...object, text: inspect(object) }) },
    });
    expectNoSecret(line);
    expect(line).toContain('"login":"by the serializer"');
  });

  it("gives a serializer a message to read, without its secret", () => {
    const seen: unknown[] = [];
    const serializers = {
      request: (message: { user: string; password: string }) => {
        seen.push(message.user, message.password);
        return message.password;
      },
    };
    const [line] = linesOf(way, (logger) => logger.info({ request: login() }), { serializers });
    expect(seen).toEqual(["jane", "***stripped***"]);
    expect(line).toEqual({ level: 30, request: "***stripped***" });
  });

  describe("while a secret is live", () => {
    afterEach(nothingLive);

    const TEXTS = [
      { what: "a text", args: [`--password ${SECRET}`] },
      { what: "an argument", args: ["%s", SECRET] },
      { what: "an inspected object", args: [inspect({ argv: [SECRET] })] },
      {
        what: "JSON in a text in JSON",
        args: [{ body: JSON.stringify({ body: JSON.stringify({ SECRET }) }) }],
      },
      { what: "an error", args: [new Error(`mount -o password=${SECRET}`, { cause: new Error(SECRET) })] },
      { what: "a name", args: [{ [SECRET]: { [SECRET]: 1 } }] },
      {
        what: "base64",
        args: [{ authorization: `Basic ${Buffer.from(`user:${SECRET}`).toString("base64")}` }],
      },
      { what: "hex", args: [Buffer.from(SECRET).toString("hex")] },
      { what: "a URL", args: [`https://example.com/?p=${encodeURIComponent(SECRET)}`] },
      { what: "a Buffer", args: [{ bytes: Buffer.from(`x${SECRET}`) }] },
      { what: "a Buffer as an argument", args: ["%j", Buffer.from(`x${SECRET}`)] },
    ];

    it.each(TEXTS)("scrubs $what", ({ args }) => {
      const log = (logger: Logger) => {
        call(logger, args);
        logger.child({ args }).info("bound");
        logger.child({}, { msgPrefix: SECRET }).info("prefixed");
      };
      expect(holds(bytesOf(UNSAFE, log))).toBe(true);
      const bytes = whileLive(() => bytesOf(way, log));
      expectNoSecret(bytes);
      for (const line of bytes.split("\n").slice(0, -1)) expect(JSON.parse(line)).toHaveProperty("level", 30);
    });
  });
});

it("the search finds the secret in the output of an unsafe logger", () => {
  for (const { log } of USES.slice(0, 2))
    expect(holds(bytesOf(UNSAFE, (logger) => log(logger, login())))).toBe(true);
});
