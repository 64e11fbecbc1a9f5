import { once } from "node:events";
import type { Message } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import { destination, type Logger, pino, stdTimeFunctions } from "pino";
import { sanitizePino } from "../pino/index.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { Caller } from "./grpc-client.js";
import { CallFailure, type ServedMethod } from "./grpc-server.js";

/** The part of a pino logger that the demo uses. */
export type DemoLogger = Pick<Logger, "trace" | "debug" | "info" | "error" | "isLevelEnabled"> & {
  child(bindings: object): DemoLogger;
};

/** A pino logger that writes to a file. */
export interface DemoLog {
  readonly logger: DemoLogger;
  close(): Promise<void>;
}

/**
 * Opens a log file; each line is on disk when the logger returns.
 *
 * @param sanitizer makes the lines safe; undefined leaves them as they are.
 */
export function openLog(file: string, sanitizer: Sanitizer | undefined): DemoLog {
  const stream = destination({ dest: file, sync: true });
  const options = {
    base: null,
    level: "trace",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return {
    logger: sanitizer ? sanitizePino(pino, { ...options, sanitizer }, stream) : pino(options, stream),
    async close() {
      const closed = once(stream, "close");
      stream.end();
      await closed;
    },
  };
}

/** Makes the value that is logged for a message, or for the text of an error. */
export type Show = (value: Message | string) => unknown;

/** Logs each request of a handler, and its response or failure. */
export function logServed({ method, handle }: ServedMethod, log: DemoLogger, show: Show): ServedMethod {
  const name = method.name;
  return {
    method,
    handle(request) {
      log.info({ method: name, request: show(request) }, "request");
      try {
        const response = handle(request);
        log.info({ method: name, response: show(response) }, "response");
        return response;
      } catch (error) {
        log.error({ method: name, error: shownError(error, show) }, "failed");
        throw error;
      }
    },
  };
}

/** Logs each request of a client, and its response or failure. */
export function logCaller(call: Caller, log: DemoLogger, show: Show): Caller {
  return async (method, request) => {
    log.info({ method: method.name, request: show(request) }, "request");
    try {
      const response = await call(method, request);
      log.info({ method: method.name, response: show(response) }, "response");
      return response;
    } catch (error) {
      log.error({ method: method.name, error: shownError(error, show) }, "failed");
      throw error;
    }
  };
}

function shownError(error: unknown, show: Show): unknown {
  const { code, details } = statusOf(error);
  return { code: status[code] ?? code, details: show(details) };
}

function statusOf(error: unknown): { readonly code: number; readonly details: string } {
  if (error instanceof CallFailure) return { code: error.code, details: error.message };
  if (error instanceof Error && "code" in error && "details" in error)
    return { code: Number(error.code), details: String(error.details) };
  // An error that is not from gRPC may quote the request.
  return { code: status.INTERNAL, details: "internal error" };
}
