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
 * Logs the calls that a server of @grpc/grpc-js (1.10 or later) gets. Works for unary calls and for all kinds of streams.
 * It writes an entry for each request message, each response message, and the end of the call, without secrets. From the
 * moment a message or metadata passes until the grace time after its call, `sanitizer.live` holds the secret values in it, so
 * that other log lines can be scrubbed of them.
 *
 * If the call is cancelled, or its deadline passes, its handler may go on. Then the secrets stay live until the handler of a
 * method with one response answers. grpc-js destroys the stream of a method with many responses, and shows no end of it: the
 * secrets stay live for `handlerTime`.
 *
 * Put it first in the list of interceptors. Then it sees the status that the client gets, after all other interceptors.
 * grpc-js answers a call of an unknown method itself and calls no interceptor, so such a call has no entry. A call whose request does not decode has one entry, as if it was cancelled before its first message.
 *
 * @throws {TypeError} if an option is missing, unknown, or of the wrong kind.
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
        // Keep the text: it does not change during a call, and grpc-js builds it again each time.
        peer ??= nextCall.getPeer();
        return peer;
      },
      metadata: () => entriesOf(requestMetadata),
      responseSize: (message) => definition.responseSerialize(message).length,
    };
    // An exception in a hook would end the process. So no function that is called here throws, and `next` is always called.
    const listener: ServerListener = {
      onReceiveMetadata(metadata, next) {
        requestMetadata = metadata;
        call.metadata(() => entriesOf(metadata));
        next(metadata);
      },
      onReceiveMessage(message, next) {
        call.request(message);
        next(message);
      },
      onCancel() {
        // grpc-js calls this after every call. If a status was sent, the call has ended already, and this has no effect.
        call.cancel(definition.responseStream, () => ({
          code: codeWithoutStatus(nextCall),
          isCancelled: true,
        }));
      },
    };
    const responder: Responder = {
      start: (next) => next(listener),
      sendMetadata(metadata, next) {
        responseMetadata = metadata;
        call.metadata(() => entriesOf(metadata));
        next(metadata);
      },
      sendMessage(message, next) {
        call.response(message);
        // After a cancel, grpc-js does not go on to the status.
        if (!definition.responseStream) call.answer();
        next(message);
      },
      sendStatus(status, next) {
        const passed = passedStatus(status, log);
        // Not before: the trailers are for the client.
        call.metadata(() => entriesOf(status.metadata));
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
