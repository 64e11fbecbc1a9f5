import { Console } from "node:console";
import { createWriteStream } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Server } from "@grpc/grpc-js";
import { destination, pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sanitizeConsole } from "../../src/console/index.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { csiDriver } from "../../src/demo/driver/csi-driver.js";
import { DriverState } from "../../src/demo/driver/driver-state.js";
import { startServer } from "../../src/demo/grpc-server.js";
import { findLeaks } from "../../src/demo/leak-search.js";
import { loggingServerInterceptor } from "../../src/grpc/index.js";
import { sanitizePino } from "../../src/pino/index.js";
import { type CarelessLog, careless, LATE_MS, WRITTEN_FORMS } from "./careless-driver.js";
import { csiSanity, type SanityResult } from "./csi-sanity.js";
import { Bench } from "./programs.js";
import { sanitySecrets } from "./sanity-secrets.js";

/** The specs of csi-sanity that the driver of the demo does not skip. */
const FEWEST_SPECS = 80;

const bench = new Bench();
afterAll(() => bench.remove());

function expectAllPassed({ exitCode, passed, failed, output }: SanityResult): void {
  expect({ failed, exitCode }, output).toEqual({ failed: [], exitCode: 0 });
  expect(passed.length).toBeGreaterThanOrEqual(FEWEST_SPECS);
}

describe("csi-sanity and the driver that demo --serve runs", () => {
  const secrets = sanitySecrets("served");
  const results = new Map<string, SanityResult>();

  it.each([
    ["bare", ["--bare"]],
    ["logging", []],
    ["saving", ["--state", bench.path("state.json")]],
  ])("%s: every spec passes", async (name, args) => {
    const driver = await bench.serveDemo(name, ...args);
    const result = await csiSanity(bench, name, secrets.yaml);
    expect(await driver.end()).toBe(0);
    expectAllPassed(result);
    results.set(name, result);
  });

  it("the same specs pass, with and without the interceptor", () => {
    const [bare, ...others] = [...results.values()];
    expect(others).toHaveLength(2);
    for (const { passed, skipped } of others) {
      expect({ passed, skipped }).toEqual({ passed: bare?.passed, skipped: bare?.skipped });
    }
  });

  it("the log has every call, and no secret", () => {
    const log = bench.read("logging.log");
    expect(log.toString().match(/"secrets":"\*\*\*stripped\*\*\*"/g)?.length).toBeGreaterThan(100);
    expect(findLeaks(log, secrets.values)).toEqual([]);
    expect(findLeaks(bench.read("state.json"), secrets.values)).toEqual([]);
    expect(bench.read("bare.log").toString()).toMatch(/^protosanitizer: listening on .*\n$/);
  });
});

describe("csi-sanity and a careless driver, which quotes secrets in logs and errors", () => {
  const secrets = sanitySecrets("careless");

  /** Serves the careless driver, and runs csi-sanity against it. */
  async function run(name: string, isSafe: boolean): Promise<SanityResult> {
    const { log, interceptors, close } = isSafe ? safeLog(name) : plainLog(name);
    const methods = csiDriver(new DriverState()).map((method) => careless(method, log));
    const server: Server = await startServer(
      `unix:${bench.path(`${name}.sock`)}`,
      methods,
      undefined,
      interceptors,
    );
    try {
      return await csiSanity(bench, name, secrets.yaml);
    } finally {
      server.forceShutdown();
      // Handlers log a while after they have answered.
      await setTimeout(10 * LATE_MS);
      await close();
    }
  }

  function streams(name: string) {
    const file = createWriteStream(bench.path(`${name}.console`));
    const console = new Console(file);
    const lines = destination({ dest: bench.path(`${name}.log`), sync: true });
    const close = () => new Promise<void>((resolve) => file.end(() => resolve()));
    return { console, lines, close };
  }

  function plainLog(name: string) {
    const { console, lines, close } = streams(name);
    return { log: { logger: pino(lines), console }, interceptors: [], close };
  }

  function safeLog(name: string) {
    const sanitizer = createCsiSanitizer();
    const { console, lines, close } = streams(name);
    const undo = sanitizeConsole({ sanitizer, console });
    const logger = sanitizePino(pino, { sanitizer }, lines);
    return {
      log: { logger, console } satisfies CarelessLog,
      interceptors: [loggingServerInterceptor({ sanitizer, logger })],
      close: async () => {
        undo();
        await close();
      },
    };
  }

  let plain: SanityResult;
  let safe: SanityResult;
  beforeAll(async () => {
    plain = await run("plain", false);
    safe = await run("safe", true);
  });

  it("every spec passes, the same ones with and without the sanitizer", () => {
    expectAllPassed(plain);
    expectAllPassed(safe);
    expect(safe.passed).toEqual(plain.passed);
    expect(safe.skipped).toEqual(plain.skipped);
  });

  it.each(["log", "console"])("without the sanitizer, its %s has every secret, in every form", (kind) => {
    const log = bench.read(`plain.${kind}`);
    const text = log.toString();
    for (const secret of secrets.values) {
      const missing = Object.entries(WRITTEN_FORMS).filter(([, write]) => {
        const written = write(secret.value);
        return !text.includes(written) && !text.includes(JSON.stringify(written).slice(1, -1));
      });
      expect({ [secret.name]: missing.map(([form]) => form) }).toEqual({ [secret.name]: [] });
    }
    expect(findLeaks(log, secrets.values)).toHaveLength(secrets.values.length);
  });

  it.each(["log", "console", "out"])("with it, its %s has none, in no form", (kind) => {
    expect(findLeaks(bench.read(`safe.${kind}`), secrets.values)).toEqual([]);
  });

  it("with it, the log is of the same calls", () => {
    const lines = (name: string) => bench.read(name).toString().split("\n").length;
    expect(lines("safe.console")).toBeGreaterThan(100);
    expect(lines("safe.log")).toBeGreaterThan(lines("plain.log"));
  });
});
