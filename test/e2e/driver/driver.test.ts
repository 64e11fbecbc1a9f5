import { setTimeout as delay } from "node:timers/promises";
import type { ServerInterceptor } from "grpc-js-1-10";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { decodeRpcStatus } from "../../../src/calls/rpc-status.js";
import { createCsiSanitizer } from "../../../src/csi/index.js";
import { type CallLoggingOptions, loggingServerInterceptor } from "../../../src/grpc/index.js";
import { liveSecrets, STRIPPED } from "../../../src/index.js";
import { seededRandom } from "../../seeded-random.js";
import { driverCalls, LATE } from "./driver-calls.js";
import { FORMATS, LEVELS, type Lines, makeDriverLog } from "./driver-log.js";
import { makeDriverSecrets, secretsIn, soughtForms } from "./driver-secrets.js";
import { type DriverResult, startDriver } from "./storage-driver.js";

// The interceptor then uses the grpc-js of the driver, as in a program: the oldest that it works with.
vi.mock("@grpc/grpc-js", () => import("grpc-js-1-10"));

const secrets = makeDriverSecrets(seededRandom("driver"));
const SOUGHT = soughtForms(secrets);
/**
 * Shorter than two attempts of the handler that goes on, and longer than a busy machine needs for the line that a handler
 * logs when it has answered.
 */
const GRACE_TIME = 400;
const BETWEEN_ATTEMPTS = 220;

/** How the driver is set up with the library. */
interface Setup {
  readonly scrubStatus?: boolean;
  readonly level?: string;
  readonly formats?: readonly string[];
}

/** What a run of the driver leaves. */
interface Run {
  readonly lines: Lines;
  readonly results: Readonly<Record<string, DriverResult>>;
}

/** Makes all calls of a driver, and waits until the last handler has logged its last line. */
async function runDriver(setup: Setup | undefined): Promise<Run> {
  const sanitizer = createCsiSanitizer();
  const { log, lines } = makeDriverLog(setup && sanitizer, setup?.formats);
  const config = {
    host: "nas.example",
    username: "root",
    password: secrets.configuredPassword,
    apiKey: secrets.configuredApiKey,
    privateKey: secrets.configuredKey,
  };
  const configured = [config.password, config.apiKey, config.privateKey];
  const release = setup && liveSecrets.hold(configured, { graceTime: 0 });
  log.info("loaded configuration: %j", config);
  const options = {
    sanitizer,
    logger: (_level: string, entry: object, message: string) => log.info(message, entry),
    graceTime: GRACE_TIME,
    ...(setup?.level && { level: setup.level }),
    ...(setup?.scrubStatus !== undefined && { scrubStatus: setup.scrubStatus }),
  };
  let giveUp = (): void => {};
  const givenUp = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const betweenAttempts = async (): Promise<void> => {
    await givenUp;
    await delay(BETWEEN_ATTEMPTS);
  };
  const driver = await startDriver(
    { log, config, betweenAttempts },
    setup ? [interceptorOf110(options)] : [],
  );
  const all = driverCalls(secrets);
  const make = async (call: (typeof all)[number]) => [call.name, await driver.call(call)] as const;
  const late = Promise.all(all.filter(({ name }) => name === LATE.name).map(make)).finally(giveUp);
  // Other calls keep the process busy, and its handler must have begun before the client gives up.
  await vi.waitFor(() => expect(driver.atWork).toBe(1), { interval: 1, timeout: LATE.deadline });
  const others = Promise.all(all.filter(({ name }) => name !== LATE.name).map(make));
  const results = Object.fromEntries([...(await late), ...(await others)]);
  await vi.waitFor(() => expect(driver.atWork).toBe(0), { interval: 5, timeout: 10_000 });
  await delay(0); // a handler logs once more when it has answered
  driver.close();
  release?.();
  const isLive = (secret: string): boolean => sanitizer.live.scrub(secret) !== secret;
  await vi.waitFor(() => expect(Object.values(secrets).filter(isLive)).toEqual([]), { timeout: 10_000 });
  return { lines: lines(), results };
}

function interceptorOf110(options: CallLoggingOptions): ServerInterceptor {
  // Its types are those of a newer grpc-js, whose calls have more methods.
  return loggingServerInterceptor(options) as unknown as ServerInterceptor;
}

describe("a driver that logs its calls, commands and errors as they are", () => {
  let plain: Run;
  let sanitized: Run;
  let silent: Run;
  beforeAll(async () => {
    // The first holds no secrets and scrubs nothing, so the two do not meet.
    [plain, sanitized] = await Promise.all([runDriver(undefined), runDriver({})]);
    silent = await runDriver({ scrubStatus: false, level: "silent", formats: ["simple"] });
  });

  it("runs with the oldest grpc-js that the interceptor works with", async () => {
    const { Server } = await import("@grpc/grpc-js");
    expect(Server).toBe((await import("grpc-js-1-10")).Server);
  });

  it("logs no secret with interceptor, format and console, whatever the level and the format", () => {
    expect(secretsIn(sanitized.lines, SOUGHT)).toEqual([]);
    expect(secretsIn(silent.lines, SOUGHT)).toEqual([]);
  });

  it("logs all secrets without the library, so the search is known to work", () => {
    const found = secretsIn(plain.lines, SOUGHT);
    expect(new Set(found.map(({ secret }) => secret))).toEqual(new Set(Object.keys(secrets)));
    const places = Object.keys(FORMATS).flatMap((format) => LEVELS.map((level) => `${format}, ${level}`));
    expect(new Set(found.map(({ place }) => place))).toEqual(new Set([...places, "console"]));
    const forms = ["as it is", "JSON, 1", "JSON, 2", "base64", "hex", "encodeURIComponent", "inspect"];
    const parts = ["payload", "signature", "line", "option"].map((part) => `${part}, as it is`);
    expect(found.map(({ form }) => form)).toEqual(expect.arrayContaining([...forms, ...parts]));
  });

  it("logs as many lines as without the library, and all that is open", () => {
    for (const level of ["error", "warn", "verbose", "debug"]) {
      const place = `json, ${level}`;
      const count = (run: Run): number | undefined => run.lines.get(place)?.split("\n").length;
      expect(count(sanitized), place).toBe(count(plain));
    }
    const lines = [...sanitized.lines.values()].join("\n");
    for (const open of [
      "iscsiadm",
      "node.session.auth.password",
      "pvc-1",
      "vers=3.0",
      "web-0",
      "10.0.0.1:3260",
    ])
      expect(lines).toContain(open);
    const last = `attempt ${LATE.attempts} of ${LATE.attempts} failed: `;
    expect(lines.split(last).length).toBe(Object.keys(FORMATS).length + 1);
  });

  it("answers as without the library if status texts are not scrubbed", () => {
    expect(mapResults(silent, comparable)).toEqual(mapResults(plain, comparable));
    const codes = Object.values(plain.results).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set([0, 4, 13]));
  });

  it("answers without secrets, and otherwise the same, if status texts are scrubbed", () => {
    const sent = new Map([["client", JSON.stringify(mapResults(sanitized, comparable))]]);
    expect(secretsIn(sent, SOUGHT)).toEqual([]);
    for (const [name, scrubbed] of Object.entries(mapResults(sanitized, comparable))) {
      const expected = comparable(plain.results[name]);
      const texts = { details: likeScrubbed(scrubbed.details), trailers: matching(scrubbed.trailers) };
      expect(expected, name).toEqual({ ...scrubbed, ...texts });
    }
    expect(comparable(sanitized.results["unknown"])).toEqual(comparable(plain.results["unknown"]));
    expect(sanitized.results["ceph"]?.details).toContain(`rados --id admin --key=${STRIPPED}\n`);
  });
});

/** A result without what differs from run to run: times, and the path of the socket. */
function comparable(result: DriverResult | undefined): DriverResult & { readonly trailers: Trailers } {
  if (result === undefined) throw new Error("no such call");
  const { date: _date, ...rest } = result.trailers;
  const trailers = Object.entries(rest).map(([key, values]) => [
    key,
    (values as readonly unknown[]).map(shown),
  ]);
  const details = result.code === 4 ? "deadline exceeded" : result.details;
  return { ...result, details, trailers: Object.fromEntries(trailers) };
}

type Trailers = Readonly<Record<string, readonly string[]>>;

/** The text of a trailer. That of a binary one is the message of the status in it. */
function shown(value: unknown): string {
  return typeof value === "string" ? value : decodeRpcStatus(value as Buffer).message; // other trailers are bytes
}

function mapResults<T>(run: Run, map: (result: DriverResult) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(run.results).map(([name, result]) => [name, map(result)]));
}

function matching(trailers: Trailers): Readonly<Record<string, unknown>> {
  const all = Object.entries(trailers).map(([key, values]) => [key, values.map(likeScrubbed)] as const);
  return Object.fromEntries(all);
}

/** Matches what a text was before it was scrubbed: something stands in place of each marker. */
function likeScrubbed(text: string): unknown {
  const open = text.split(STRIPPED).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return expect.stringMatching(new RegExp(`^${open.join("[^]+?")}$`));
}
