import type { Message } from "@bufbuild/protobuf";
import type { Interceptor, StreamRequest, StreamResponse, UnaryRequest } from "@connectrpc/connect";
import { Code, ConnectError } from "@connectrpc/connect";
import { CallLog } from "../calls/call-log.js";
import type { CallLoggingOptions } from "../calls/call-options.js";
import type { CallRecord, CallSide } from "../calls/call-record.js";
import { ownOptions } from "../options/read-options.js";
import { endOfError, endOfResponse, entriesOf, passedError } from "./connect-status.js";

/** Options of the interceptor for Connect. */
export interface ConnectLoggingOptions extends CallLoggingOptions {
  /** The side of the calls, which stands in each entry. Connect does not tell it. Default: entries have no side. */
  readonly side?: CallSide;
}

/**
 * Logs the calls of @connectrpc/connect 2, in a server or a client. Works for unary calls, all kinds of streams, and all
 * protocols. It writes an entry for each request message, each response message, and the end of the call, without secrets.
 * From the moment a message or a header passes until the grace time after its call, `sanitizer.live` holds the secret values
 * in it, so that other log lines can be scrubbed of them. If the call is cancelled, or its deadline passes, its handler may go
 * on. Then the secrets stay live until the handler is done, for at most `handlerTime`.
 *
 * Put it first in the interceptors of a server. Then it sees the error that the client gets, after all other interceptors.
 * Connect answers a request that does not decode before it calls an interceptor. Connect also does not say whether a call
 * is on the server or the client: the option `side` does. On both sides, `peer` is the host in the URL.
 *
 * @throws {TypeError} if an option is missing, unknown, or of the wrong kind.
 * @example
 * ```ts
 * const handler = connectNodeAdapter({ routes, interceptors: [loggingInterceptor({ sanitizer, logger, side: "server" })] });
 * ```
 */
export function loggingInterceptor(options: ConnectLoggingOptions): Interceptor {
  const { side, ...others } = ownOptions("interceptor", options);
  const log = new CallLog(others, checkedSide(side), "Connect");
  return (next) => async (request) => {
    const call = begin(log, request);
    const { signal } = request;
    // After a cancel, the handler or the reader of the responses may never finish. So write the entry here.
    const onAbort = (): void =>
      call.cancel(request.stream, () => ({ ...endOfError(signal.reason, Code.Canceled), isCancelled: true }));
    signal.addEventListener("abort", onAbort, { once: true });
    const fail = (error: unknown): unknown => {
      // Interceptors behind this one may have added to it.
      call.metadata(() => entriesOf(request.header));
      const passed = passedError(error, log);
      call.metadata(() => entriesOf(ConnectError.from(error).metadata));
      call.end(() => endOfError(error));
      return passed;
    };
    try {
      const response = await next(withTappedRequest(request, call));
      call.metadata(() => [...entriesOf(request.header), ...entriesOf(response.header)]);
      if (response.stream) return withTappedResponse(response, call, fail);
      call.metadata(() => entriesOf(response.trailer));
      call.response(response.message);
      call.end(() => endOfResponse(response));
      return response;
    } catch (error) {
      throw fail(error);
    }
  };
}

/** A caller in JavaScript may give anything. Null counts as not given. */
function checkedSide(side: unknown): CallSide | undefined {
  if (side === undefined || side === null) return undefined;
  if (side === "server" || side === "client") return side;
  throw new TypeError('side: expected "server" or "client"');
}

function begin(log: CallLog, request: UnaryRequest | StreamRequest): CallRecord {
  const { method, service, header, url } = request;
  const call = log.begin(`/${service.typeName}/${method.name}`, method);
  call.facts = { peer: () => new URL(url).host, metadata: () => entriesOf(header) };
  call.metadata(() => entriesOf(header));
  return call;
}

function withTappedRequest(
  request: UnaryRequest | StreamRequest,
  call: CallRecord,
): UnaryRequest | StreamRequest {
  const message = (one: Message): void => call.request(one);
  if (request.stream) {
    return { ...request, message: tapped(request.message, { message, end() {}, fail: (error) => error }) };
  }
  message(request.message);
  return request;
}

function withTappedResponse(
  response: StreamResponse,
  call: CallRecord,
  fail: (error: unknown) => unknown,
): StreamResponse {
  const message = (one: Message): void => call.response(one);
  const end = (): void => {
    call.metadata(() => entriesOf(response.trailer));
    call.end(() => endOfResponse(response));
  };
  return { ...response, message: tapped(response.message, { message, end, fail }) };
}

/** Observes an iterable while its reader reads it. */
export interface Tap<T> {
  /** A message passes. */
  message(message: T): void;
  /** All messages were read, or the reader stopped early. */
  end(): void;
  /**
   * Reading fails.
   *
   * @returns the error that the reader gets.
   */
  fail(error: unknown): unknown;
}

/**
 * An iterable of the same messages that reports each message to a tap when the reader gets it. It reads nothing ahead and
 * nothing twice. It passes the reader's `return` and `throw` to the source, if the source has them.
 *
 * @param tap its functions must not throw.
 */
export function tapped<T>(source: AsyncIterable<T>, tap: Tap<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      // Some iterators throw instead of returning a rejected promise.
      const observed = async (step: () => Promise<IteratorResult<T>>): Promise<IteratorResult<T>> => {
        let result: IteratorResult<T>;
        try {
          result = await step();
        } catch (error) {
          throw tap.fail(error);
        }
        if (result.done === true) tap.end();
        else tap.message(result.value);
        return result;
      };
      const { return: end, throw: fail } = iterator;
      return {
        next: (...args) => observed(() => iterator.next(...args)),
        ...(end && { return: (value) => observed(() => end.call(iterator, value)) }),
        ...(fail && { throw: (error) => observed(() => fail.call(iterator, error)) }),
      };
    },
  };
}
