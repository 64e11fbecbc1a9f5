import { createServer } from "node:http2";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { loggingInterceptor } from "../../../src/connect/index.js";
import { Node } from "../../../src/csi/gen/csi/v1/csi_pb.js";
import { careless, type Recipe } from "./recipe.js";

export const connect: Recipe = {
  name: "Connect",
  async serve({ sanitizer, logger, address }) {
    const routes = (router: ConnectRouter): unknown =>
      router.service(Node, {
        nodePublishVolume({ secrets }) {
          throw new ConnectError(careless(secrets), Code.Internal);
        },
      });
    const path = address.replace("unix:", "");
    const interceptors = [loggingInterceptor({ sanitizer, logger })];
    const server = createServer(connectNodeAdapter({ routes, interceptors }));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return { stop: () => server.close() };
  },
};
