import { InterceptingCall, type Interceptor, type Listener, type Metadata } from "@grpc/grpc-js";
import { CallLog } from "../calls/call-log.js";
import type { CallLoggingOptions } from "../calls/call-options.js";
import { endOf, entriesOf, passedStatus } from "./grpc-status.js";

/**
 * Logs the calls that a client of @grpc/grpc-js (1.10 or later) makes. Works for unary calls and for all kinds of streams.
 * It writes an entry for each request message, each response message, and the end of the call, without secrets. From the
 * moment a message passes until the grace time after its call, `sanitizer.live` holds the secret values of the message, so
 * that other log lines can be scrubbed of them.
 *
 * A server may repeat a secret of the request in its status. So the error that the application gets is scrubbed, unless
 * `scrubStatus` is false: its message, stack, details and metadata.
 *
 * @throws {TypeError} if an option is missing, unknown, or of the wrong kind.
 * @example
 * ```ts
 * const client = new Client(address, credentials.createInsecure(), {
 *   interceptors: [loggingClientInterceptor({ sanitizer, logger: pino() })],
 * });
 * ```
 */
export function loggingClientInterceptor(options: CallLoggingOptions): Interceptor {
  const log = new CallLog(options, "client");
  return (callOptions, nextCall) => {
    const next = nextCall(callOptions);
    const { path, requestSerialize } = callOptions.method_definition;
    const call = log.begin(path);
    let requestMetadata: Metadata | undefined;
    let responseMetadata: Metadata | undefined;
    call.facts = {
      peer: () => next.getPeer(),
      metadata: () => entriesOf(requestMetadata),
      requestSize: (message) => requestSerialize(message).length,
    };
    // An exception in a hook would end the process. So no function that is called here throws, and `pass` is always called.
    const listener: Listener = {
      onReceiveMetadata(metadata, pass) {
        responseMetadata = metadata;
        pass(metadata);
      },
      onReceiveMessage(message, pass) {
        // grpc-js passes null before the status of a call that failed.
        if (message !== null && message !== undefined) call.response(message);
        pass(message);
      },
      onReceiveStatus(status, pass) {
        const passed = passedStatus(status, log);
        call.end(() => endOf(status, responseMetadata));
        pass(passed);
      },
    };
    return new InterceptingCall(next, {
      start(metadata, _listener, pass) {
        requestMetadata = metadata;
        pass(metadata, listener);
      },
      sendMessage(message, pass) {
        call.request(message);
        pass(message);
      },
    });
  };
}
