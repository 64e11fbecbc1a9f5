import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Message, toJson } from "@bufbuild/protobuf";
import { createCsiSanitizer } from "../csi/csi-sanitizer.js";
import { csiRegistry } from "../csi/csi-schema.js";
import { loggingClientInterceptor, loggingServerInterceptor } from "../grpc/index.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import { csiServices, PUBLISH_SESSION_KEY, VOLUME_ACCESS_KEY } from "./csi-services.js";
import { callerOf, createClient, withInit } from "./grpc-client.js";
import { startServer, Wire } from "./grpc-server.js";
import { findLeaks } from "./leak-search.js";
import { type DemoLogger, logCaller, logServed, openLog } from "./log.js";
import { renderReport } from "./report.js";
import { createDemoSecrets, type DemoSecret, type DemoSecrets } from "./secrets.js";
import { MAX_SOCKET_PATH_BYTES } from "./socket-path.js";
import { walk } from "./walk.js";

/** The options of the demo. */
export interface DemoOptions {
  /** Log messages unchanged, to see what leaks then. Default: false. */
  readonly unsafe?: boolean;
  /** Where the report goes, such as `process.stdout`. */
  readonly output: { write(text: string): unknown };
  /** The secrets to send. Default: fresh random secrets. */
  readonly secrets?: DemoSecrets;
}

const EXIT_NOTHING_FOUND = 0;
const EXIT_SECRETS_FOUND = 1;
const EXIT_INTERRUPTED = 130;

const DIRECTORY_PREFIX = "protosanitizer-";
const SOCKET_NAME = "csi.sock";
const MKDTEMP_SUFFIX_LENGTH = 6;

/**
 * Runs a CSI driver and a client for it on a Unix socket, sends secrets in every place that CSI has for them, logs all
 * messages on both sides, and searches the log, and the errors that the client got, for the secrets. SIGINT ends the run
 * early. It leaves no files behind.
 *
 * @returns the exit code: 0 if no secret is in the log, 1 if one is, 130 after SIGINT.
 * @throws if the server or a call fails.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const { unsafe = false, output, secrets = createDemoSecrets() } = options;
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const { wire, log } = await recordWalk(secrets, unsafe ? undefined : demoSanitizer(), interrupt.signal);
    const all: readonly DemoSecret[] = Object.values(secrets);
    const leaks = findLeaks(log, all);
    const returned = findLeaks(Buffer.concat(wire.errors), all);
    const sent = findLeaks(Buffer.concat([...wire.requests, ...wire.responses]), all);
    if (sent.length < all.length) throw new Error("not every secret was sent");
    const calls = wire.requests.length;
    output.write(renderReport({ unsafe, calls, secretsSent: sent.length, log, leaks, returned }));
    return leaks.length + returned.length === 0 ? EXIT_NOTHING_FOUND : EXIT_SECRETS_FOUND;
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

/** The record of a walk: the bytes on the socket, and the bytes in the log. */
interface Recording {
  readonly wire: Wire;
  readonly log: Buffer;
}

async function recordWalk(
  secrets: DemoSecrets,
  sanitizer: Sanitizer | undefined,
  signal: AbortSignal,
): Promise<Recording> {
  const directory = mkdtempSync(directoryPrefix());
  try {
    const logFile = join(directory, "log.ndjson");
    const log = openLog(logFile, sanitizer);
    try {
      const address = `unix:${join(directory, SOCKET_NAME)}`;
      const wire = await walkOver(address, log.logger, secrets, sanitizer, signal);
      return { wire, log: readFileSync(logFile) };
    } finally {
      await log.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function directoryPrefix(): string {
  const prefix = join(resolve(tmpdir()), DIRECTORY_PREFIX);
  const socketPathBytes = Buffer.byteLength(join(prefix, SOCKET_NAME)) + MKDTEMP_SUFFIX_LENGTH;
  return socketPathBytes <= MAX_SOCKET_PATH_BYTES ? prefix : join("/tmp", DIRECTORY_PREFIX);
}

async function walkOver(
  address: string,
  logger: DemoLogger,
  secrets: DemoSecrets,
  sanitizer: Sanitizer | undefined,
  signal: AbortSignal,
): Promise<Wire> {
  const wire = new Wire();
  const methods = csiServices(secrets, logger.child({ side: "handler" }));
  const [serverLog, clientLog] = [logger.child({ side: "server" }), logger.child({ side: "client" })];
  const served = sanitizer ? methods : methods.map((method) => logServed(method, serverLog, asItIs));
  const onServer = sanitizer ? [loggingServerInterceptor({ sanitizer, logger })] : [];
  const onClient = sanitizer ? [loggingClientInterceptor({ sanitizer, logger })] : [];
  const server = await startServer(address, served, wire, onServer);
  const client = createClient(address, onClient);
  try {
    const caller = callerOf(client, wire, signal);
    await walk(withInit(sanitizer ? caller : logCaller(caller, clientLog, asItIs)), secrets);
    return wire;
  } finally {
    client.close();
    server.forceShutdown();
  }
}

function demoSanitizer(): Sanitizer {
  return createCsiSanitizer({
    volumeContextKeys: [VOLUME_ACCESS_KEY],
    mapKeys: [{ field: "publish_context", keys: [PUBLISH_SESSION_KEY] }],
  });
}

/** The message as JSON, as a service logs it that ignores secrets. */
function asItIs(value: Message | string): unknown {
  if (typeof value === "string") return value;
  const type = csiRegistry.getMessage(value.$typeName);
  return type && toJson(type, value, { useProtoFieldName: true });
}
