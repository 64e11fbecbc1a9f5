import type { ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { createServer, ServerError, Status } from "nice-grpc";
import { loggingServerInterceptor } from "../../../src/grpc/index.js";
import { careless, type Recipe } from "./recipe.js";

export const niceGrpc: Recipe = {
  name: "nice-grpc",
  async serve({ sanitizer, logger, address }) {
    const csi = loadSync("proto/csi/v1/csi.proto", { keepCase: true, defaults: true });
    const { NodePublishVolume } = csi["csi.v1.Node"] as ServiceDefinition; // the .proto file declares it
    // nice-grpc wants handlers for all methods of a service.
    const service = { NodePublishVolume } as ServiceDefinition;
    const node = {
      async NodePublishVolume({ secrets }: { secrets: Record<string, string> }): Promise<object> {
        throw new ServerError(Status.INTERNAL, careless(secrets));
      },
    };
    const server = createServer({ interceptors: [loggingServerInterceptor({ sanitizer, logger })] });
    server.add(service, node);
    await server.listen(address);
    return { stop: () => server.forceShutdown() };
  },
};
