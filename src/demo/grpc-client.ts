import { inspect } from "node:util";
import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { Client, credentials, type Interceptor } from "@grpc/grpc-js";
import { unaryDefinition, type Wire } from "./grpc-server.js";

const DEADLINE_MS = 2_500;
/** Deep enough for the trailers in an error. */
const ERROR_DEPTH = 6;

/** Calls a method and waits for its answer; rejects with the `ServiceError` of grpc-js. */
export type Caller = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageShape<I>,
) => Promise<MessageShape<O>>;

/** A caller that takes the fields of the request. */
export type InitCaller = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) => Promise<MessageShape<O>>;

/** Makes a gRPC client; it connects with the first call. */
export function createClient(address: string, interceptors: Interceptor[]): Client {
  return new Client(address, credentials.createInsecure(), { interceptors });
}

/** Calls through a client. An abort of the signal cancels the call under way and refuses later calls. */
export function callerOf(client: Client, wire: Wire, signal: AbortSignal): Caller {
  return (method, request) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const { path, requestSerialize, responseDeserialize } = unaryDefinition(method, wire);
      const options = { deadline: Date.now() + DEADLINE_MS };
      const call = client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        options,
        (error, response) => {
          signal.removeEventListener("abort", cancel);
          if (error !== null) {
            wire.errors.push(Buffer.from(inspect(error, { depth: ERROR_DEPTH })));
            reject(error);
          } else if (response === undefined) reject(new Error(`${path}: no answer`));
          else resolve(response);
        },
      );
      const cancel = () => call.cancel();
      signal.addEventListener("abort", cancel);
    });
}

/** Makes the request from its fields, so that callers need no `create`. */
export function withInit(call: Caller): InitCaller {
  return (method, request) => call(method, create(method.input, request));
}
