import {
  Client,
  credentials,
  type handleUnaryCall,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type StatusObject,
} from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import {
  type CallLoggingOptions,
  loggingClientInterceptor,
  loggingServerInterceptor,
} from "../../src/grpc/index.js";
import { socketDirectory } from "../e2e/stacks/vault.js";

/** A unary method whose messages are bytes, or what the given functions make of them. */
export function bytesMethod(
  path: string,
  changes: Partial<MethodDefinition<unknown, unknown>> = {},
): MethodDefinition<unknown, unknown> {
  const asIs = (bytes: unknown): Buffer => bytes as Buffer; // what tests send and answer with
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
    ...changes,
  };
}

/** How a call ended for the client: the status, and the response if there was one. */
export interface Ended {
  readonly status: StatusObject;
  readonly response: unknown;
}

/** Serves one method with the interceptors on both sides, and returns what calls it, or another one. */
export async function serveMethod(
  method: MethodDefinition<unknown, unknown>,
  handler: handleUnaryCall<unknown, unknown>,
  options: { server?: CallLoggingOptions; client?: CallLoggingOptions },
): Promise<(request: unknown, settings?: { path?: string; deadline?: number }) => Promise<Ended>> {
  const { socket, remove } = socketDirectory();
  const server = new Server({
    interceptors: options.server ? [loggingServerInterceptor(options.server)] : [],
  });
  server.addService({ method }, { method: handler });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  const interceptors = options.client ? [loggingClientInterceptor(options.client)] : [];
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), { interceptors });
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
    remove();
  });
  return (request, { path = method.path, deadline = 5_000 } = {}) =>
    new Promise((resolve) => {
      let response: unknown;
      const call = client.makeUnaryRequest(
        path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        new Metadata(),
        { deadline: Date.now() + deadline },
        (_error, value) => {
          response = value;
        },
      );
      call.on("status", (status: StatusObject) => resolve({ status, response }));
    });
}
