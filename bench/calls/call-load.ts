import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServiceDefinition,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

/** A server and a client for it, with one connection between them. */
export interface CallLoad {
  /** Makes so many NodePublishVolume calls, some at a time. */
  run(calls: number): Promise<void>;
  close(): void;
}

const CONCURRENCY = 16;

/** The service as most drivers have it: from the .proto file, by proto-loader. */
const service = loadSync(fileURLToPath(new URL("../../../proto/csi/v1/csi.proto", import.meta.url)), {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
})["csi.v1.Node"] as ServiceDefinition; // the .proto file declares it

const { path, requestSerialize, responseDeserialize } = service["NodePublishVolume"] as MethodDefinition<
  object,
  object
>;

/**
 * Starts a server on a Unix socket.
 *
 * @param requestOf makes the request of a call, by the number of the call.
 */
export async function startLoad(
  interceptors: ServerInterceptor[],
  requestOf: (call: number) => object,
): Promise<CallLoad> {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const address = `unix:${join(directory, "s.sock")}`;
  const server = new Server({ interceptors });
  server.addService(service, {
    NodePublishVolume: (_call: unknown, respond: (error: null, response: object) => void) =>
      respond(null, {}),
  });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  const client = new Client(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  const callOnce = (call: number): Promise<void> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, requestOf(call), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  return {
    async run(calls) {
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next < calls) await callOnce(next++);
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    },
    close() {
      client.close();
      server.forceShutdown();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
