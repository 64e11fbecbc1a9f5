import {
  type Metadata,
  type Responder,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerListener,
} from "@grpc/grpc-js";
import { CallLog } from "../calls/call-log.js";
import type { CallLoggingOptions } from "../calls/call-options.js";
import { STATUS } from "../calls/rpc-status.js";
import { endOf, entriesOf, passedStatus } from "./grpc-status.js";

/**
 * Logs the calls that a server of @grpc/grpc-js (1.10 or later) gets, of all four kinds: an entry for each request
 * message, each response message, and the end of the call, without secrets. From a message on until some time after the
 * end of its call, `sanitizer.live` holds its secret values, so that other lines can be scrubbed of them.
 *
 * Put it first among interceptors: then it sees the status as the client gets it, whatever the others made of it. What
 * grpc-js answers by itself passes no interceptor: methods that are not implemented have no entry, and a request that
 * does not decode has the one of a call that was cancelled without a message.
 *
 * @throws {TypeError} if an option is not what it has to be.
 * @example
 * ```ts
 * const server = new Server({ interceptors: [loggingServerInterceptor({ sanitizer, logger: pino() })] });
 * ```
 */
export function loggingServerInterceptor(options: CallLoggingOptions): ServerInterceptor {
  const log = new CallLog(options, "server");
  return (definition, nextCall) => {
    const call = log.begin(definition.path);
    let requestMetadata: Metadata | undefined;
    let responseMetadata: Metadata | undefined;
    let peer: string | undefined;
    call.facts = {
      peer() {
        // The same all the time, and grpc-js makes it anew each time.
        peer ??= nextCall.getPeer();
        return peer;
      },
      metadata: () => entriesOf(requestMetadata),
      responseSize: (message) => definition.responseSerialize(message).length,
    };
    // An exception in a hook would end the process: everything called here is total, and `next` is always called.
    const listener: ServerListener = {
      onReceiveMetadata(metadata, next) {
        requestMetadata = metadata;
        next(metadata);
      },
      onReceiveMessage(message, next) {
        call.request(message);
        next(message);
      },
      onCancel() {
        // After every call; where there was a status, the call has ended already.
        call.end(() => ({ code: codeWithoutStatus(nextCall), isCancelled: true }));
      },
    };
    const responder: Responder = {
      start: (next) => next(listener),
      sendMetadata(metadata, next) {
        responseMetadata = metadata;
        next(metadata);
      },
      sendMessage(message, next) {
        call.response(message);
        next(message);
      },
      sendStatus(status, next) {
        const passed = passedStatus(status, log);
        call.end(() => endOf(status, responseMetadata));
        next(passed);
      },
    };
    return new ServerInterceptingCall(nextCall, responder);
  };
}

function codeWithoutStatus(call: ServerInterceptingCallInterface): number {
  return Number(call.getDeadline()) <= Date.now() ? STATUS.deadlineExceeded : STATUS.cancelled;
}
