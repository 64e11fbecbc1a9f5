import type { Interceptor } from "@connectrpc/connect";
import { ConnectError } from "@connectrpc/connect";
import { ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";

/** Logs an object as it is. */
export type NaiveLog = (entry: object) => void;

/** A logging interceptor for grpc-js as one writes it who does not think of secrets. */
export function naiveGrpcInterceptor(log: NaiveLog): ServerInterceptor {
  return ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            log({ path, metadata: metadata.toJSON() });
            pass(metadata);
          },
          onReceiveMessage(message, pass) {
            log({ path, request: message });
            pass(message);
          },
        }),
      sendMessage(message, pass) {
        log({ path, response: message });
        pass(message);
      },
      sendStatus(status, pass) {
        log({ path, status: { ...status, metadata: status.metadata?.toJSON() } });
        pass(status);
      },
    });
}

/** The same for Connect. */
export function naiveConnectInterceptor(log: NaiveLog): Interceptor {
  return (next) => async (request) => {
    const path = request.method.toString();
    log({ path, metadata: [...request.header] });
    async function* logged<T>(messages: AsyncIterable<T>, key: string): AsyncIterable<T> {
      try {
        for await (const message of messages) {
          log({ path, [key]: message });
          yield message;
        }
      } catch (error) {
        log({ path, error });
        throw error;
      }
    }
    try {
      if (!request.stream) log({ path, request: request.message });
      const response = await next(
        request.stream ? { ...request, message: logged(request.message, "request") } : request,
      );
      if (response.stream) return { ...response, message: logged(response.message, "response") };
      log({ path, response: response.message });
      return response;
    } catch (error) {
      log({ path, error: ConnectError.from(error) });
      throw error;
    }
  };
}
