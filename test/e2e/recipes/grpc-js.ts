import { Server, ServerCredentials, type ServiceDefinition, status } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { loggingServerInterceptor } from "../../../src/grpc/index.js";
import { careless, type Recipe } from "./recipe.js";

type Callback = (error: { code: status; details: string }) => void;

export const grpcJs: Recipe = {
  name: "grpc-js with proto-loader",
  async serve({ sanitizer, logger, address }) {
    const handlers = {
      NodePublishVolume: ({ request }: { request: { secrets: Record<string, string> } }, respond: Callback) =>
        respond({ code: status.INTERNAL, details: careless(request.secrets) }),
    };
    const csi = loadSync("proto/csi/v1/csi.proto", { keepCase: true, longs: String, oneofs: true });
    const server = new Server({ interceptors: [loggingServerInterceptor({ sanitizer, logger })] });
    server.addService(csi["csi.v1.Node"] as ServiceDefinition, handlers);
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
    return { stop: () => server.forceShutdown() };
  },
};
