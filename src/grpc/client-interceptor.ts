import {
  InterceptingCall,
  type Interceptor,
  type InterceptorOptions,
  type Listener,
  type Metadata,
} from "@grpc/grpc-js";
import { CallLog } from "../calls/call-log.js";
import type { CallLoggingOptions } from "../calls/call-options.js";
import type { CallRecord } from "../calls/call-record.js";
import { endOf, entriesOf, passedStatus } from "./grpc-status.js";

/**
 * Logs the calls that a client of @grpc/grpc-js (1.10 or later) makes. Works for unary calls and for all kinds of streams.
 * It writes an entry for each request message, each response message, and the end of the call, without secrets. From the
 * moment a message or metadata passes until the grace time after its call, `sanitizer.live` holds the secret values in it, so
 * that other log lines can be scrubbed of them. These include what the `credentials` of a call add. Credentials of the channel
 * are not seen. What interceptors behind this one add is seen with the first answer.
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
    const { path, requestSerialize } = callOptions.method_definition;
    const call = log.begin(path);
    const next = nextCall(withHeldCredentials(callOptions, call));
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
        call.metadata(() => entriesOf(metadata));
        pass(metadata);
      },
      onReceiveMessage(message, pass) {
        // grpc-js passes null before the status of a call that failed.
        if (message !== null && message !== undefined) call.response(message);
        pass(message);
      },
      onReceiveStatus(status, pass) {
        // Interceptors behind this one may have added to it.
        call.metadata(() => entriesOf(requestMetadata));
        const passed = passedStatus(status, log);
        call.metadata(() => entriesOf(status.metadata));
        call.end(() => endOf(status, responseMetadata));
        pass(passed);
      },
    };
    return new InterceptingCall(next, {
      start(metadata, _listener, pass) {
        requestMetadata = metadata;
        call.metadata(() => entriesOf(metadata));
        pass(metadata, listener);
      },
      sendMessage(message, pass) {
        call.request(message);
        pass(message);
      },
    });
  };
}

/**
 * Options whose credentials add the same metadata to the call, which no interceptor sees. The given credentials stay as they
 * are: other calls may use them.
 */
function withHeldCredentials(options: InterceptorOptions, call: CallRecord): InterceptorOptions {
  const { credentials } = options;
  if (credentials === undefined || credentials === null) return options;
  const generateMetadata: typeof credentials.generateMetadata = async (...args) => {
    const metadata = await credentials.generateMetadata(...args);
    call.metadata(() => entriesOf(metadata));
    return metadata;
  };
  // grpc-js asks for its class.
  const held: typeof credentials = Object.create(credentials, {
    generateMetadata: { value: generateMetadata },
  });
  return { ...options, credentials: held };
}
