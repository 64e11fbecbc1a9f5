import pino from "pino";
import { describe, expect, it } from "vitest";
import { sanitizePino, sanitizePinoOptions } from "../../src/pino/index.js";
import { login, reflectedLogin, SAFE_LOGIN, sanitizer } from "../logging/secret-message.js";
import { linesOf, SAFE } from "./pino-lines.js";

describe("sanitizePino", () => {
  it("redacts the paths that pino is given, also within messages, by the names that are printed", () => {
    const make = SAFE[0];
    if (make === undefined) throw new Error("no way");
    const options = { redact: ["request.user", "*.token", "other"] };
    const lines = linesOf(
      make,
      (logger) => {
        logger.info({ request: login(), call: { token: "x", id: 1 }, other: login() }, "%o", { id: 2 });
        logger.child({ request: login() }).info("text");
      },
      options,
    );
    expect(lines[0]).toMatchObject({
      request: { user: "[Redacted]", password: "***stripped***" },
      call: { token: "[Redacted]", id: 1 },
      other: "[Redacted]",
    });
    expect(lines[1]).toMatchObject({ request: { user: "[Redacted]", password: "***stripped***" } });
  });

  it("keeps levels of one's own", () => {
    const lines: string[] = [];
    const options = { sanitizer, customLevels: { audit: 35 }, base: null, timestamp: false as const };
    const logger = sanitizePino(pino, options, { write: (line) => lines.push(line) });
    logger.audit({ request: login() }, "text");
    expect(lines).toEqual([`{"level":35,"request":${JSON.stringify(SAFE_LOGIN)},"msg":"text"}\n`]);
  });

  it("refuses a pino that lets nobody scrub its lines", () => {
    const old = () => ({ ...pino({ enabled: false }), version: "9.5.0" });
    expect(() => sanitizePino(old as unknown as typeof pino, { sanitizer })).toThrow(/9\.5\.0 is too old/);
  });

  it("hands streams that ask for objects such as are safe", () => {
    const stream = { [Symbol.for("pino.metadata")]: true, lastObj: {}, lastMsg: "", write: () => undefined };
    sanitizePino(pino, { sanitizer }, stream).info({ request: login(), deep: [reflectedLogin()] });
    expect(stream.lastObj).toEqual({ request: SAFE_LOGIN, deep: [SAFE_LOGIN] });
  });
});

describe("sanitizePinoOptions", () => {
  it("refuses paths to redact, which it could not keep", () => {
    expect(() => sanitizePinoOptions({ sanitizer, redact: ["a"] })).toThrow(TypeError);
  });

  it("drops what a first child is bound to if it brings paths of its own, and keeps what later children are", () => {
    const lines: string[] = [];
    const logger = pino(sanitizePinoOptions({ sanitizer, base: null, timestamp: false }), {
      write: (line) => lines.push(line),
    });
    logger.child({ request: login() }, { redact: ["a"] }).info("first");
    logger.child({ request: login() }, { redact: ["a"] }).info("second");
    expect(lines).toEqual([
      '{"level":30,"msg":"first"}\n',
      `{"level":30,"request":${JSON.stringify(SAFE_LOGIN)},"msg":"second"}\n`,
    ]);
  });

  it("calls an onChild of one's own", () => {
    const children: unknown[] = [];
    const logger = pino(sanitizePinoOptions({ sanitizer, onChild: (child) => children.push(child) }), {
      write: () => undefined,
    });
    const child = logger.child({});
    expect(children).toEqual([child]);
  });
});
