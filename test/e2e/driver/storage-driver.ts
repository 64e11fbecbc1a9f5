import { loadSync } from "@grpc/proto-loader";
import {
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerErrorResponse,
  type ServerInterceptor,
  type ServerUnaryCall,
  type ServiceDefinition,
  type ServiceError,
  type sendUnaryData,
} from "grpc-js-1-10";
import { encodeRpcStatus } from "../../../src/calls/rpc-status.js";
import { socketDirectory } from "../stacks/vault.js";
import { type DriverRequest, type DriverTools, HANDLERS } from "./driver-handlers.js";

const FAILED = 13;
const DRIVER = "node-manual";

const CSI = loadSync(new URL("../../../proto/csi/v1/csi.proto", import.meta.url).pathname, {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
});

/** One call of a client. */
export interface DriverCall {
  readonly name: string;
  readonly service: "Controller" | "Node";
  readonly method: string;
  readonly request: object;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Milliseconds from now. */
  readonly deadline?: number;
}

/** What a client gets. */
export interface DriverResult {
  readonly response: unknown;
  readonly code: number;
  readonly details: string;
  readonly trailers: Readonly<Record<string, unknown>>;
}

/** A driver that serves. */
export interface RunningDriver {
  call(call: DriverCall): Promise<DriverResult>;
  /** How many handlers are at work. */
  readonly atWork: number;
  close(): void;
}

/** Starts a driver, and makes a client for it. It handles calls as drivers in JavaScript do, and logs everything. */
export async function startDriver(
  tools: DriverTools,
  interceptors: ServerInterceptor[],
): Promise<RunningDriver> {
  const { socket, remove } = socketDirectory();
  const server = new Server({ interceptors });
  let atWork = 0;
  const handled = (method: string) => async (call: AnyCall, respond: sendUnaryData<object>) => {
    atWork++;
    await handle(method, call, respond, tools);
    atWork--;
  };
  for (const service of ["Controller", "Node"] as const) {
    const definition = serviceOf(service);
    const methods = Object.keys(definition).filter((method) => Object.hasOwn(HANDLERS, method));
    server.addService(definition, Object.fromEntries(methods.map((method) => [method, handled(method)])));
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  const client = new Client(`unix:${socket}`, credentials.createInsecure());
  return {
    call: (call) => makeCall(client, call),
    get atWork() {
      return atWork;
    },
    close() {
      client.close();
      server.forceShutdown();
      remove();
    },
  };
}

function serviceOf(service: string): ServiceDefinition {
  return CSI[`csi.v1.${service}`] as ServiceDefinition; // csi.proto declares these services
}

type AnyCall = ServerUnaryCall<DriverRequest, object>;

/** All that happens around the handler of each method: the driver logs the call, the answer and the error. */
async function handle(
  method: string,
  call: AnyCall,
  respond: sendUnaryData<object>,
  tools: DriverTools,
): Promise<void> {
  const log = tools.log.child({ method });
  log.info("new request - driver: %s method: %s call: %j", DRIVER, method, masked(call));
  log.debug("request: %j metadata: %j", call.request, call.metadata);
  log.verbose("request as text: %s", JSON.stringify(call.request));
  log.silly("request", { request: call.request, metadata: call.metadata.getMap() });
  log.console.log("%s %o", method, call.request);
  try {
    const response = await HANDLERS[method]?.(call.request, { ...tools, log });
    if (response === undefined) throw new Error(`${method}: no handler`);
    log.debug("request as it is now: %j", call.request);
    log.info("new response - driver: %s method: %s response: %j", DRIVER, method, response);
    const trailers = new Metadata();
    trailers.set("x-driver", DRIVER);
    respond(null, response, trailers);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    log.error("handler error - driver: %s method: %s error: %s", DRIVER, method, error.stack);
    log.error("handler error: %j", { ...error, message: error.message });
    log.error("handler error", error);
    log.warn("handler error: %O", error);
    log.silly("handler error", { error, request: call.request });
    log.console.error(error);
    respond(failure(error));
  }
  setImmediate(() => log.debug("done with %j", call.request));
}

/** The call without what the driver's author thought of: the values of the request whose keys say that they are secret. */
function masked(call: AnyCall): object {
  const { metadata, cancelled } = call;
  const copy: Record<string, unknown> = JSON.parse(JSON.stringify(call.request));
  for (const key of Object.keys(copy)) if (key.includes("secret")) copy[key] = "redacted";
  return { path: call.getPath(), request: copy, metadata, cancelled };
}

/** The status of an error, which tells the client everything. */
function failure(error: Error): Partial<ServerErrorResponse> {
  const details = `${error.message}\n${firstFrame(error)}`;
  const metadata = new Metadata();
  metadata.set("x-driver", DRIVER);
  metadata.set("x-error", encodeURIComponent(error.message));
  const bytes = encodeRpcStatus({ code: FAILED, message: details, details: [] });
  metadata.set("grpc-status-details-bin", Buffer.from(bytes));
  return { code: FAILED, details, metadata };
}

/** Without its place in the file, which a change of this test would change. */
function firstFrame({ stack = "" }: Error): string {
  return /\n( +at [^\n(]*)/.exec(stack)?.[1] ?? "";
}

function makeCall(client: Client, call: DriverCall): Promise<DriverResult> {
  const { service, method, request, metadata = {}, deadline } = call;
  const { path, requestSerialize, responseDeserialize } = serviceOf(service)[method] as MethodDefinition<
    object,
    object
  >; // all methods of CSI have messages
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
  const options = deadline === undefined ? {} : { deadline: Date.now() + deadline };
  return new Promise((resolve) => {
    let trailers = {};
    let response: unknown;
    const finish = ({ code, details }: Pick<ServiceError, "code" | "details">): void =>
      resolve({ response, code, details, trailers });
    client
      .makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        sent,
        options,
        (_error, value) => {
          response = value;
        },
      )
      .on("status", (status) => {
        trailers = status.metadata.toJSON();
        // The response is there after the status.
        setImmediate(() => finish(status));
      });
  });
}
