import {
  type DescMessage,
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  fromBinary,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";

/** The bytes of every message that went over the socket: what was really sent; and what clients got to see of errors. */
export class Wire {
  readonly requests: Buffer[] = [];
  readonly responses: Buffer[] = [];
  readonly errors: Buffer[] = [];
}

/** What grpc-js has to know of a service, from its protobuf-es descriptor. */
export function serviceDefinition(service: DescService, wire: Wire): ServiceDefinition {
  return Object.fromEntries(service.methods.map((method) => [method.name, methodDefinition(method, wire)]));
}

/** What grpc-js has to know of a method that is not a streaming one, with the types of its messages. */
export function unaryDefinition<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  wire: Wire,
): MethodDefinition<MessageShape<I>, MessageShape<O>> {
  const { input, output } = method;
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (request) => recorded(wire.requests, toBinary(input, request)),
    requestDeserialize: (bytes) => fromBinary(input, bytes),
    responseSerialize: (response) => recorded(wire.responses, toBinary(output, response)),
    responseDeserialize: (bytes) => fromBinary(output, bytes),
  };
}

function methodDefinition(method: DescMethod, wire: Wire): ServiceDefinition[string] {
  if (!isUnary(method)) throw new Error(`${method.toString()}: the demo has no streams`);
  return unaryDefinition(method, wire);
}

function isUnary(method: DescMethod): method is DescMethod & DescMethodUnary {
  return method.methodKind === "unary";
}

function recorded(record: Buffer[], bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  record.push(buffer);
  return buffer;
}
