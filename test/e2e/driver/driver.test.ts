import { createRequire } from "node:module";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createCsiSanitizer } from "../../../src/csi/index.js";
import { loggingServerInterceptor } from "../../../src/grpc/index.js";
import { liveSecrets } from "../../../src/index.js";
import { seededRandom } from "../../seeded-random.js";
import { driverCalls, LATE } from "./driver-calls.js";
import { LEVELS, type Lines, makeDriverLog } from "./driver-log.js";
import { leaksIn, makeDriverSecrets, soughtForms } from "./driver-secrets.js";
import { type DriverResult, startDriver } from "./storage-driver.js";

// The driver and the interceptor use the oldest grpc-js that the interceptor works with, as one program does.
vi.mock("@grpc/grpc-js", () => import("grpc-js-1-10"));

const secrets = makeDriverSecrets(seededRandom("driver"));
const FORMS = soughtForms(secrets);
const GRACE_TIME = 100;

/** What a run of the driver leaves. */
interface Run {
  readonly lines: Lines;
  readonly results: ReadonlyMap<string, DriverResult>;
}

/** How the driver is set up: as it is, or with the library. */
interface Setup {
  readonly isSanitized: boolean;
  readonly scrubStatus?: boolean;
  readonly level?: string;
}

/** Makes all calls of a driver, and waits until the last handler has logged its last line. */
async function runDriver({ isSanitized, scrubStatus = true, level = "info" }: Setup): Promise<Run> {
  const sanitizer = createCsiSanitizer();
  const { log, lines } = makeDriverLog(isSanitized ? sanitizer : undefined);
  const config = {
    host: "nas.example",
    username: "root",
    password: secrets.configuredPassword,
    apiKey: secrets.configuredApiKey,
    privateKey: secrets.configuredKey,
  };
  const release = isSanitized
    ? liveSecrets.hold([config.password, config.apiKey, config.privateKey], { graceTime: 0 })
    : undefined;
  log.info("loaded configuration: %j", config);
  const logger = (at: string, entry: object, message: string): void =>
    at === "trace" ? log.silly(message, entry) : log.info(message, entry);
  const options = { sanitizer, logger, level, scrubStatus, graceTime: GRACE_TIME };
  const driver = await startDriver(
    { log, config },
    isSanitized ? [loggingServerInterceptor(options)] : [],
  );
  const results = await Promise.all(
    driverCalls(secrets).map(async (call) => [call.name, await driver.call(call)] as const),
  );
  await vi.waitFor(() => expect(driver.atWork).toBe(0), { interval: 5, timeout: 5_000 });
  await new Promise((resolve) => setImmediate(resolve));
  driver.close();
  release?.();
  const isLive = (secret: string): boolean => sanitizer.live.scrub(secret) !== secret;
  await vi.waitFor(() => expect(Object.values(secrets).filter(isLive)).toEqual([]), { interval: 20, timeout: 5_000 });
  return { lines: lines(), results: new Map(results) };
}

describe("a driver that logs all that it knows", () => {
  let plain: Run;
  let sanitized: Run;
  let silent: Run;
  beforeAll(async () => {
    plain = await runDriver({ isSanitized: false });
    sanitized = await runDriver({ isSanitized: true });
    silent = await runDriver({ isSanitized: true, scrubStatus: false, level: "silent" });
  });

  it("debug", () => {
    for (const run of [plain, sanitized, silent]) {
      console.log([...run.lines.values()].reduce((a, b) => a + b.length, 0), FORMS.length);
    }
    const t = performance.now();
    console.log(leaksIn(sanitized.lines, FORMS));
    console.log(performance.now() - t);
    console.log(leaksIn(silent.lines, FORMS));
    const leaks = leaksIn(plain.lines, FORMS);
    console.log(performance.now() - t);
    console.log(leaks.length, Object.keys(secrets).map((s) => `${s} ${leaks.filter((l) => l.startsWith(`${s} `)).length}`));
    console.log(plain.results);
    console.log(sanitized.results);
    void createRequire; void LATE; void LEVELS;
  });
});
