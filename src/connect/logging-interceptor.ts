import type { Message } from "@bufbuild/protobuf";
import type { Interceptor, StreamRequest, StreamResponse, UnaryRequest } from "@connectrpc/connect";
import { Code } from "@connectrpc/connect";
import { CallLog } from "../calls/call-log.js";
import type { CallLoggingOptions } from "../calls/call-options.js";
import type { CallRecord } from "../calls/call-record.js";
import { endOfError, endOfResponse, entriesOf, passedError } from "./connect-status.js";

/**
 * Logs the calls of @connectrpc/connect 2, in a server or a client, of all four kinds and all protocols: an entry for each
 * request message, each response message, and the end of the call, without secrets. From a message on until some time
 * after the end of its call, `sanitizer.live` holds its secret values, so that other lines can be scrubbed of them.
 *
 * Put it first among the interceptors of a server: then it sees the error that goes out, whatever the others made of it.
 * Requests that do not decode are answered before any interceptor runs. Connect does not tell on which side a call is
 * seen: `logger.child({ side: "server" })` does, and `peer` is the host in the URL of the call, on both.
 *
 * @throws {TypeError} if an option is not what it has to be.
 * @example
 * ```ts
 * const handler = connectNodeAdapter({ routes, interceptors: [loggingInterceptor({ sanitizer, logger: pino() })] });
 * ```
 */
export function loggingInterceptor(options: CallLoggingOptions): Interceptor {
  const log = new CallLog(options);
  return (next) => async (request) => {
    const call = begin(log, request);
    const { signal } = request;
    // The handler of a cancelled call, or whoever gave up reading its responses, may never come to an end.
    const onAbort = (): void =>
      call.end(() => ({ ...endOfError(signal.reason, Code.Canceled), isCancelled: true }));
    signal.addEventListener("abort", onAbort, { once: true });
    const fail = (error: unknown): unknown => {
      const passed = passedError(error, log);
      call.end(() => endOfError(error));
      return passed;
    };
    try {
      const response = await next(withTappedRequest(request, call));
      if (response.stream) return withTappedResponse(response, call, fail);
      call.response(response.message);
      call.end(() => endOfResponse(response));
      return response;
    } catch (error) {
      throw fail(error);
    }
  };
}

function begin(log: CallLog, request: UnaryRequest | StreamRequest): CallRecord {
  const { method, service, header, url } = request;
  const call = log.begin(`/${service.typeName}/${method.name}`, method);
  call.facts = { peer: () => new URL(url).host, metadata: () => entriesOf(header) };
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
  const end = (): void => call.end(() => endOfResponse(response));
  return { ...response, message: tapped(response.message, { message, end, fail }) };
}

/** What is told of an iterable while somebody else reads it. */
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
 * The same messages, told to a tap when the reader gets them: nothing is read ahead or twice, and the reader's `return`
 * and `throw` reach the source if it has them.
 *
 * @param tap total: none of its functions throws.
 */
export function tapped<T>(source: AsyncIterable<T>, tap: Tap<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      // Not every iterator returns a promise where it fails: some throw.
      const told = async (step: () => Promise<IteratorResult<T>>): Promise<IteratorResult<T>> => {
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
        next: (...args) => told(() => iterator.next(...args)),
        ...(end && { return: (value) => told(() => end.call(iterator, value)) }),
        ...(fail && { throw: (error) => told(() => fail.call(iterator, error)) }),
      };
    },
  };
}
