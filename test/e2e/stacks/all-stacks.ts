import { connectGrpcStack, connectStackOfOwnProtocol } from "./connect-stack.js";
import { protoLoaderStack, tsProtoStack } from "./grpc-stack.js";
import type { Stack } from "./vault.js";

/** Every stack that the interceptors are tested on. */
export const STACKS: readonly Stack[] = [
  protoLoaderStack,
  tsProtoStack,
  connectGrpcStack,
  connectStackOfOwnProtocol,
];
