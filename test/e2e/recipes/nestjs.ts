import "reflect-metadata";
import { status } from "@grpc/grpc-js";
import { Controller, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { GrpcMethod, type GrpcOptions, RpcException, Transport } from "@nestjs/microservices";
import { loggingServerInterceptor } from "../../../src/grpc/index.js";
import { careless, type Recipe } from "./recipe.js";

class NodeController {
  nodePublishVolume({ secrets }: { secrets: Record<string, string> }): never {
    throw new RpcException({ code: status.INTERNAL, message: careless(secrets) });
  }
}
class AppModule {}

// What the decorators of the same names do.
const descriptor = Object.getOwnPropertyDescriptor(NodeController.prototype, "nodePublishVolume");
GrpcMethod("Node", "NodePublishVolume")(NodeController.prototype, "nodePublishVolume", descriptor ?? {});
Controller()(NodeController);
Module({ controllers: [NodeController] })(AppModule);

export const nestJs: Recipe = {
  name: "NestJS microservice",
  async serve({ sanitizer, logger, address }) {
    const app = await NestFactory.createMicroservice<GrpcOptions>(AppModule, {
      transport: Transport.GRPC,
      options: {
        package: "csi.v1",
        protoPath: "proto/csi/v1/csi.proto",
        loader: { keepCase: true },
        url: address,
        channelOptions: { interceptors: [loggingServerInterceptor({ sanitizer, logger })] },
      },
      logger: false, // or yours: Nest logs errors of handlers
    });
    await app.listen();
    return { stop: () => app.close() };
  },
};
