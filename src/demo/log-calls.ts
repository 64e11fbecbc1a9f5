import type { Message } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import type { Caller } from "./grpc-client.js";
import { CallFailure, type ServedMethod } from "./grpc-server.js";
import type { DemoLogger } from "./log.js";

/** What is handed to the logger for a message, or for the text of an error. */
export type Show = (value: Message | string) => unknown;

/** Logs each request that a handler gets, and its answer or failure. */
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

/** Logs each request that a client makes, and its answer or failure. */
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
  // Not from gRPC, so its text may quote the request.
  return { code: status.INTERNAL, details: "internal error" };
}
