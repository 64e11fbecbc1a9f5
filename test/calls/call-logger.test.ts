import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import winston from "winston";
import { type CallLogger, sinkOf } from "../../src/calls/call-logger.js";

const ENTRY = { method: "/csi.v1.Identity/Probe" };

function pinoAt(level: string): { logger: CallLogger; lines: string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: pino({ level, base: null, timestamp: false }, stream), lines };
}

describe("pino", () => {
  it("gets entry and message, and tells which levels are on", () => {
    const { logger, lines } = pinoAt("info");
    const sink = sinkOf(logger);
    expect([sink.isEnabled("debug"), sink.isEnabled("info")]).toEqual([false, true]);
    sink.write("info", ENTRY, "request");
    expect(lines).toEqual(['{"level":30,"method":"/csi.v1.Identity/Probe","msg":"request"}\n']);
  });
});

describe("winston", () => {
  it("gets level, message and entry, and tells which levels are on; its lowest stands for trace", () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk).trim());
        done();
      },
    });
    const transports = [new winston.transports.Stream({ stream })];
    const logger = winston.createLogger({ level: "info", format: winston.format.json(), transports });
    const sink = sinkOf(logger);
    expect([sink.isEnabled("trace"), sink.isEnabled("info")]).toEqual([false, true]);
    sink.write("info", ENTRY, "request");
    logger.level = "silly";
    expect(sink.isEnabled("trace")).toBe(true);
    sink.write("trace", ENTRY, "request");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: "info", message: "request", ...ENTRY },
      { level: "silly", message: "request", ...ENTRY },
    ]);
  });
});

describe("console", () => {
  it("gets message and entry, and prints no stack at trace", () => {
    const quiet = { groupEnd() {}, table() {}, info: vi.fn(), debug: vi.fn(), trace: vi.fn() };
    sinkOf(quiet).write("trace", ENTRY, "request");
    sinkOf(quiet).write("info", ENTRY, "request");
    expect(quiet.trace).not.toHaveBeenCalled();
    expect(quiet.debug).toHaveBeenCalledWith("request", ENTRY);
    expect(quiet.info).toHaveBeenCalledWith("request", ENTRY);
  });

  it("is recognised", () => {
    expect(() => sinkOf(console)).not.toThrow();
  });
});

describe("a function", () => {
  it("gets level, entry and message", () => {
    const log = vi.fn();
    const sink = sinkOf(log);
    expect(sink.isEnabled("trace")).toBe(true);
    sink.write("trace", ENTRY, "request");
    expect(log).toHaveBeenCalledWith("trace", ENTRY, "request");
  });
});

describe("a logger that lacks a level", () => {
  it("gets the entry at the nearest that it has", () => {
    const logger = { info: vi.fn(), debug: vi.fn() };
    sinkOf(logger).write("trace", ENTRY, "request");
    expect(logger.debug).toHaveBeenCalledWith(ENTRY, "request");
  });
});

describe("any logger", () => {
  it("writes nothing at the level silent", () => {
    expect(sinkOf(() => {}).isEnabled("silent")).toBe(false);
  });

  it.each([
    ["throws", { isLevelEnabled: boom, info: boom, debug: boom }],
    ["throws what is no error", { isLevelEnabled: () => true, info: throwsNull, debug: boom }],
    ["rejects", { info: () => Promise.reject(new Error("disk full")), debug: boom }],
  ])("may fail: one that %s", (_, logger) => {
    const sink = sinkOf(logger);
    expect(sink.isEnabled("info")).toBe(true);
    expect(() => sink.write("info", ENTRY, "request")).not.toThrow();
  });

  it.each([undefined, null, "pino", {}, { info: "no" }])("has to be one: %j", (logger) => {
    expect(() => sinkOf(logger as unknown as CallLogger)).toThrow(TypeError);
  });
});

function boom(): never {
  throw new Error("disk full");
}

function throwsNull(): never {
  throw null;
}
