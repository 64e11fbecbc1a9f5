import type { Server } from "@grpc/grpc-js";
import { pino, stdTimeFunctions } from "pino";
import { createCsiSanitizer } from "../csi/csi-sanitizer.js";
import { loggingServerInterceptor } from "../grpc/index.js";
import { sanitizePino } from "../pino/index.js";
import { csiDriver } from "./driver/csi-driver.js";
import { DriverState } from "./driver/driver-state.js";
import { startServer } from "./grpc-server.js";
import { freeSocketPath, SocketError, socketPathOf } from "./socket-path.js";

/** The options of the driver that is served. */
export interface ServeOptions {
  /** Where to listen, such as `unix:csi.sock`. */
  readonly address: string;
  /** Serve without the interceptor that logs. Default: false. */
  readonly bare?: boolean;
  /** The file for volumes and snapshots. Default: they are kept in memory. */
  readonly stateFile?: string;
  /** Where the log goes, a line at a time. False ends the driver: nobody reads the log any more. */
  readonly log: { write(line: string): Promise<boolean> };
  /** Called when the driver listens, with the path of its socket. */
  readonly onListening?: (path: string) => void;
}

/** How long calls under way may take after a signal, in milliseconds. */
const SHUTDOWN_MS = 3_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Serves a CSI driver on a Unix socket until a signal ends it. It answers calls under way, and removes its socket. It logs
 * each call by the interceptor of this package.
 *
 * @throws {SocketError} if it cannot listen at the address.
 * @throws {StateFileError} if the state file holds something else.
 */
export async function serveDemo(options: ServeOptions): Promise<void> {
  const ended = new Ending();
  try {
    const path = socketPathOf(options.address);
    const methods = csiDriver(new DriverState(options.stateFile));
    const interceptors = options.bare ? [] : [logger(options.log, ended)];
    await freeSocketPath(path);
    const server = await startServer(`unix:${path}`, methods, undefined, interceptors).catch(
      (cause: unknown) => {
        throw new SocketError(`${path}: cannot listen there`, { cause });
      },
    );
    options.onListening?.(path);
    await ended.promise;
    await shutDown(server);
  } finally {
    ended.release();
  }
  if (ended.failure !== undefined) throw ended.failure;
}

function logger(log: ServeOptions["log"], ended: Ending): ReturnType<typeof loggingServerInterceptor> {
  const stream = {
    write(line: string): void {
      log.write(line).then(
        (goesOn) => goesOn || ended.end(),
        (error: unknown) => ended.end(error),
      );
    },
  };
  const sanitizer = createCsiSanitizer();
  const options = { base: null, level: "trace", timestamp: stdTimeFunctions.isoTime };
  return loggingServerInterceptor({
    sanitizer,
    logger: sanitizePino(pino, { ...options, sanitizer }, stream),
  });
}

/** The end of the driver: by a signal, or because the log cannot be written. */
class Ending {
  readonly promise: Promise<void>;
  /** Why the log cannot be written. */
  failure: unknown;
  #resolve: () => void = () => undefined;
  readonly #onSignal = (): void => this.end();

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  end(failure?: unknown): void {
    this.failure ??= failure;
    this.#resolve();
  }

  release(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }
}

async function shutDown(server: Server): Promise<void> {
  const timer = setTimeout(() => server.forceShutdown(), SHUTDOWN_MS);
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  clearTimeout(timer);
}
