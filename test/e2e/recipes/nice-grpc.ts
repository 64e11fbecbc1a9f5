import type { ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { createServer, ServerError, Status } from "nice-grpc";
import { loggingServerInterceptor } from "../../../src/grpc/index.js";
import { careless, type Recipe } from "./recipe.js";

export const niceGrpc: Recipe = {
  name: "nice-grpc",
  file: new URL(import.meta.url),
  async serve({ sanitizer, logger, address }) {
    const definition = loadSync("proto/csi/v1/csi.proto", { keepCase: true, defaults: true })["csi.v1.Node"];
    const node = {
      async NodePublishVolume({ secrets }: { secrets: Record<string, string> }): Promise<object> {
        throw new ServerError(Status.INTERNAL, careless(secrets));
      },
    };
    // recipe
    const server = createServer({ interceptors: [loggingServerInterceptor({ sanitizer, logger })] });
    server.add(definition as ServiceDefinition, node);
    await server.listen(address);
    // end
    return { stop: () => server.forceShutdown() };
  },
};
