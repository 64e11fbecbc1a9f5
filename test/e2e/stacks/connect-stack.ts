import { createServer, type Http2Server } from "node:http2";
import { connect as connectSocket } from "node:net";
import { create } from "@bufbuild/protobuf";
import {
  type CallOptions,
  Code,
  ConnectError,
  createClient,
  encodeBinaryHeader,
  type HandlerContext,
  type Interceptor,
  type ServiceImpl,
  type Transport,
} from "@connectrpc/connect";
import {
  connectNodeAdapter,
  createConnectTransport,
  createGrpcTransport,
  Http2SessionManager,
} from "@connectrpc/connect-node";
import { loggingInterceptor } from "../../../src/connect/index.js";
import {
  FailureSchema,
  OpenRequestSchema,
  Vault,
  type OpenRequest as VaultRequest,
} from "../../gen/vault_pb.js";
import { naiveConnectInterceptor } from "./naive-interceptors.js";
import {
  type Handler,
  type Kind,
  type OpenRequest,
  type OpenResponse,
  type Outcome,
  type RunningVault,
  type ServedCall,
  type Stack,
  socketDirectory,
  VaultFailure,
} from "./vault.js";

/** Connect over the gRPC protocol. */
export const connectGrpcStack: Stack = connectStack("Connect, gRPC protocol", createGrpcTransport);

/** Connect over its own protocol, in which errors are JSON. */
export const connectStackOfOwnProtocol: Stack = connectStack("Connect, Connect protocol", (options) =>
  createConnectTransport({ ...options, httpVersion: "2" }),
);

type MakeTransport = (options: {
  readonly baseUrl: string;
  readonly interceptors: Interceptor[];
  readonly sessionManager: Http2SessionManager;
}) => Transport;

function connectStack(name: string, makeTransport: MakeTransport): Stack {
  return {
    name,
    async start({ server: onServer, client: onClient, naive, handler }) {
      const { socket, remove } = socketDirectory();
      const server = createServer(
        connectNodeAdapter({
          routes: (router) => router.service(Vault, implementation(handler)),
          interceptors: [
            ...(onServer ? [loggingInterceptor(onServer)] : []),
            ...(naive ? [naiveConnectInterceptor(naive)] : []),
          ],
        }),
      );
      await new Promise<void>((resolve) => server.listen(socket, resolve));
      const baseUrl = "http://localhost";
      const sessionManager = new Http2SessionManager(baseUrl, undefined, {
        createConnection: () => connectSocket(socket),
      });
      const interceptors = onClient ? [loggingInterceptor(onClient)] : [];
      const transport = makeTransport({ baseUrl, interceptors, sessionManager });
      return running(transport, sessionManager, server, remove);
    },
  };
}

function running(
  transport: Transport,
  sessions: Http2SessionManager,
  server: Http2Server,
  remove: () => void,
): RunningVault {
  const client = createClient(Vault, transport);
  return {
    async call(kind, requests, { metadata = {}, cancelAfter, deadline } = {}) {
      const cancel = new AbortController();
      const headers = Object.entries(metadata).map(
        ([key, value]) =>
          [key, typeof value === "string" ? value : encodeBinaryHeader(value)] as [string, string],
      );
      const options = { headers, signal: cancel.signal, ...(deadline && { timeoutMs: deadline }) };
      const responses: OpenResponse[] = [];
      try {
        if (cancelAfter === 0) setTimeout(() => cancel.abort(), 20);
        for await (const response of responsesOf(client, kind, requests, options)) {
          responses.push(response);
          if (responses.length === cancelAfter) cancel.abort();
        }
        return { responses, code: 0, message: "", errorBytes: Buffer.alloc(0), details: [] };
      } catch (error) {
        return outcomeOf(ConnectError.from(error), responses);
      }
    },
    hangUp: () => sessions.abort(),
    async close() {
      sessions.abort();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      remove();
    },
  };
}

async function* responsesOf(
  client: ReturnType<typeof createClient<typeof Vault>>,
  kind: Kind,
  requests: readonly OpenRequest[],
  options: CallOptions,
): AsyncIterable<OpenResponse> {
  const [first] = requests;
  if (first === undefined) throw new Error("a call needs a request");
  const all = async function* () {
    for (const request of requests) yield create(OpenRequestSchema, request);
  };
  if (kind === "Open") yield await client.open(first, options);
  else if (kind === "Watch") yield* client.watch(first, options);
  else if (kind === "Upload") yield await client.upload(all(), options);
  else yield* client.exchange(all(), options);
}

function implementation(handler: Handler): ServiceImpl<typeof Vault> {
  return {
    open: (request, context) => first(handled(handler, "Open", one(request), context)),
    watch: (request, context) => handled(handler, "Watch", one(request), context),
    upload: (requests, context) => first(handled(handler, "Upload", requests, context)),
    exchange: (requests, context) => handled(handler, "Exchange", requests, context),
  };
}

async function* handled(
  handler: Handler,
  kind: Kind,
  requests: AsyncIterable<VaultRequest>,
  context: HandlerContext,
): AsyncIterable<OpenResponse> {
  const call: ServedCall = {
    kind,
    // Every test sends a credential.
    requests: requests as AsyncIterable<OpenRequest>,
    metadata: Object.fromEntries(context.requestHeader),
    native: context,
    onCancel: (listener) => context.signal.addEventListener("abort", listener),
  };
  try {
    yield* handler(call);
  } catch (error) {
    if (!(error instanceof VaultFailure)) throw error;
    const { code, message, detail, trailers } = error;
    const details = detail === undefined ? [] : [{ desc: FailureSchema, value: detail }];
    throw new ConnectError(message, code satisfies number as Code, trailers, details, error);
  }
}

async function* one(request: VaultRequest): AsyncIterable<VaultRequest> {
  yield request;
}

async function first(responses: AsyncIterable<OpenResponse>): Promise<OpenResponse> {
  for await (const response of responses) return response;
  throw new ConnectError("no response", Code.Internal);
}

function outcomeOf(error: ConnectError, responses: readonly OpenResponse[]): Outcome {
  const { message, rawMessage, stack = "", code, metadata, details } = error;
  const incoming = details.flatMap((detail) => ("type" in detail ? detail : []));
  const texts = [message, stack, JSON.stringify([...metadata]), JSON.stringify(incoming)];
  return {
    responses,
    code,
    message: rawMessage,
    errorBytes: Buffer.concat([
      ...texts.map((text) => Buffer.from(text)),
      ...incoming.map(({ value }) => Buffer.from(value)),
    ]),
    details: incoming.map(({ type, value }) => ({ typeUrl: `type.googleapis.com/${type}`, value })),
  };
}
