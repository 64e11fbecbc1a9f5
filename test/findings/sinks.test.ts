import { Console } from "node:console";
import { Writable } from "node:stream";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import pino from "pino";
import { afterAll, describe, expect, it } from "vitest";
import winston from "winston";
import { sanitizeConsole } from "../../src/console/index.js";
import { PRINTING_METHODS } from "../../src/console/printing-methods.js";
import { createSanitizer, jwt, liveSecrets } from "../../src/index.js";
import { sanitizeLogRecordProcessor, sanitizeSpanProcessor } from "../../src/opentelemetry/index.js";
import { sanitizePino, sanitizePinoOptions } from "../../src/pino/index.js";
import { sanitizeSentryOptions } from "../../src/sentry/index.js";
import { sanitizeFormat } from "../../src/winston/index.js";
import { findingsOf } from "./recorded-findings.js";

const SECRET = "hunter2-secret";
afterAll(liveSecrets.hold([SECRET], { graceTime: 0 }));
const sanitizer = createSanitizer({ policy: [{ detectors: [jwt] }] });
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** What Node prints a text with. The first argument of `assert` is not printed, and timers want a label. */
const METHODS = [...PRINTING_METHODS.keys()].filter(
  (method) => !/^(?:assert|countReset|time.*)$/.test(method) && Reflect.has(Console.prototype, method),
);

/** What was found, each as its sink and more about it. */
async function sinksOf(run: () => unknown): Promise<readonly string[]> {
  const findings = await findingsOf(run);
  for (const { frame, count } of findings) {
    expect(frame?.file).toMatch(/sinks\.test\.ts$/);
    expect(count).toBe(1);
  }
  return findings.map(({ sink, place }) => (place === undefined ? sink : `${sink} ${place}`));
}

describe("a finding names the sink", () => {
  it("pino, with the name of the logger", async () => {
    const log = sanitizePino(pino, { sanitizer, name: "driver" }, nowhere());
    const framework = pino(sanitizePinoOptions({ sanitizer }), nowhere());
    expect(
      await sinksOf(() => {
        log.child({ part: "node" }).info({ argv: ["--password", SECRET] }, "run");
        framework.warn(SECRET);
        log.info({ bytes: Buffer.from(SECRET) }, "bytes");
      }),
    ).toEqual(["pino driver", "pino", "pino"]);
  });

  it("pino, also if a hook makes lines that are no JSON", async () => {
    const hooks = { streamWrite: (line: string) => `line: ${line}` };
    const log = sanitizePino(pino, { sanitizer, name: "driver", hooks }, nowhere());
    expect(await sinksOf(() => log.info(SECRET))).toEqual(["pino"]);
  });

  it("winston", async () => {
    const format = sanitizeFormat({ sanitizer, format: winston.format.json() });
    const transports = [new winston.transports.Stream({ stream: nowhere() })];
    const log = winston.createLogger({ format, transports });
    expect(await sinksOf(() => log.info(`a ${SECRET}`))).toEqual(["winston"]);
  });

  it.each(METHODS)("console.%s", async (method) => {
    const console = new Console({ stdout: nowhere(), stderr: nowhere() });
    sanitizeConsole({ sanitizer, console });
    const print = Reflect.get(console, method) as (text: string) => void; // by the list
    expect(await sinksOf(() => print.call(console, `a ${SECRET}`))).toEqual([`console.${method}`]);
  });

  it("parts of spans, with the key of the attribute", async () => {
    const processor = sanitizeSpanProcessor({
      sanitizer,
      processor: new SimpleSpanProcessor(new InMemorySpanExporter()),
    });
    const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer("t");
    expect(
      await sinksOf(() => {
        const span = tracer.startSpan(`mount ${SECRET}`, {
          attributes: { "http.url": `/?p=${SECRET}`, open: 1 },
        });
        span.addEvent("e", { argv: [SECRET] });
        span.setStatus({ code: 2, message: SECRET });
        span.end();
      }),
    ).toEqual(["span name", "span attribute http.url", "span status message", "span event argv"]);
  });

  it("parts of log records, with the key of the attribute", async () => {
    const processor = sanitizeLogRecordProcessor({
      sanitizer,
      processor: { onEmit: () => undefined, forceFlush: async () => {}, shutdown: async () => {} },
    });
    const logger = new LoggerProvider({ processors: [processor] }).getLogger("l");
    expect(await sinksOf(() => logger.emit({ body: `a ${SECRET}`, attributes: { k: [SECRET] } }))).toEqual([
      "log record body",
      "log record attribute k",
    ]);
  });

  it("Sentry", async () => {
    const { beforeSend } = sanitizeSentryOptions({ sanitizer, beforeSend: (event: object) => event });
    expect(await sinksOf(() => beforeSend({ message: `a ${SECRET}` }))).toEqual(["Sentry"]);
  });

  it.each([
    ["liveSecrets", liveSecrets],
    ["sanitizer.lines", sanitizer.lines],
  ])("text and error, which the program scrubs by %s", async (_, secrets) => {
    expect(await sinksOf(() => secrets.scrub(`a ${SECRET}`))).toEqual(["text"]);
    const error = Object.assign(new Error("x"), { stack: "x", details: SECRET });
    expect(await sinksOf(() => secrets.scrubError(error))).toEqual(["error"]);
  });
});
