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

  it("keeps custom levels", () => {
    const lines: string[] = [];
    const options = { sanitizer, customLevels: { audit: 35 }, base: null, timestamp: false as const };
    const logger = sanitizePino(pino, options, { write: (line) => lines.push(line) });
    logger.audit({ request: login() }, "text");
    expect(lines).toEqual([`{"level":35,"request":${JSON.stringify(SAFE_LOGIN)},"msg":"text"}\n`]);
  });

  it("refuses a version of pino without a hook for finished lines", () => {
    const old = () => ({ ...pino({ enabled: false }), version: "9.5.0" });
    expect(() => sanitizePino(old as unknown as typeof pino, { sanitizer })).toThrow(/9\.5\.0 is too old/);
  });

  it("gives safe objects to streams that ask for objects", () => {
    const stream = { [Symbol.for("pino.metadata")]: true, lastObj: {}, lastMsg: "", write: () => undefined };
    sanitizePino(pino, { sanitizer }, stream).info({ request: login(), deep: [reflectedLogin()] });
    expect(stream.lastObj).toEqual({ request: SAFE_LOGIN, deep: [SAFE_LOGIN] });
  });
});

describe("sanitizePinoOptions", () => {
  it("refuses paths to redact, which it cannot support", () => {
    expect(() => sanitizePinoOptions({ sanitizer, redact: ["a"] })).toThrow(TypeError);
  });

  it("drops the bindings of a first child with its own paths, and keeps those of later children", () => {
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

  it("calls the user's onChild", () => {
    const children: unknown[] = [];
    const logger = pino(sanitizePinoOptions({ sanitizer, onChild: (child) => children.push(child) }), {
      write: () => undefined,
    });
    const child = logger.child({});
    expect(children).toEqual([child]);
  });
});
