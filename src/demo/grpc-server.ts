import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  fromBinary,
  isMessage,
  type Message,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import {
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServiceDefinition,
  status,
} from "@grpc/grpc-js";

/** A method with its handler. The handler returns the response or throws a {@link CallFailure}. */
export interface ServedMethod {
  readonly method: DescMethodUnary;
  readonly handle: (request: Message) => Message;
}

/** The status that a call ends with instead of an answer. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly code: status;

  constructor(code: status, details: string) {
    super(details);
    this.code = code;
  }
}

/** Serves a method with a handler that knows the method's types. */
export function serve<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  handler: (request: MessageShape<I>) => MessageInitShape<O>,
): ServedMethod {
  return {
    method,
    handle(request) {
      if (!isMessage(request, method.input)) throw new TypeError(`expected a ${method.input.typeName}`);
      return create(method.output, handler(request));
    },
  };
}

/**
 * Starts a gRPC server. Methods without a handler answer UNIMPLEMENTED.
 *
 * @param wire records all messages; undefined records none.
 */
export async function startServer(
  address: string,
  methods: readonly ServedMethod[],
  wire: Wire | undefined,
  interceptors: ServerInterceptor[],
): Promise<Server> {
  const server = new Server({ interceptors });
  for (const service of new Set(methods.map(({ method }) => method.parent))) {
    const own = methods.filter(({ method }) => method.parent === service);
    const handlers = own.map((served) => [served.method.name, handleUnary(served)]);
    server.addService(serviceDefinition(service, wire), Object.fromEntries(handlers));
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  return server;
}

function handleUnary({ handle }: ServedMethod): handleUnaryCall<Message, Message> {
  return ({ request }, respond) => {
    let response: Message;
    try {
      response = handle(request);
    } catch (error) {
      // Any other error may quote the request, so the client does not see it.
      const { code, message } =
        error instanceof CallFailure ? error : new CallFailure(status.INTERNAL, "internal error");
      return respond({ code, details: message });
    }
    respond(null, response);
  };
}

/** The bytes of every message that went over the socket, and the errors as clients see them. */
export class Wire {
  readonly requests: Buffer[] = [];
  readonly responses: Buffer[] = [];
  readonly errors: Buffer[] = [];
}

/** The definition of a service for grpc-js, from its protobuf-es descriptor. */
function serviceDefinition(service: DescService, wire: Wire | undefined): ServiceDefinition {
  return Object.fromEntries(service.methods.map((method) => [method.name, methodDefinition(method, wire)]));
}

/** The definition of a unary method for grpc-js, with the types of its messages. */
export function unaryDefinition<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  wire: Wire | undefined,
): MethodDefinition<MessageShape<I>, MessageShape<O>> {
  const { input, output } = method;
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (request) => recorded(wire?.requests, toBinary(input, request)),
    requestDeserialize: (bytes) => fromBinary(input, bytes),
    responseSerialize: (response) => recorded(wire?.responses, toBinary(output, response)),
    responseDeserialize: (bytes) => fromBinary(output, bytes),
  };
}

function methodDefinition(method: DescMethod, wire: Wire | undefined): ServiceDefinition[string] {
  if (!isUnary(method)) throw new Error(`${method.toString()}: the demo has no streams`);
  return unaryDefinition(method, wire);
}

function isUnary(method: DescMethod): method is DescMethod & DescMethodUnary {
  return method.methodKind === "unary";
}

function recorded(record: Buffer[] | undefined, bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  record?.push(buffer);
  return buffer;
}
