import {
  create,
  type DescMessage,
  type DescMethodUnary,
  isMessage,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  status,
} from "@grpc/grpc-js";
import { serviceDefinition, type Wire } from "./grpc-service.js";

/** A method with its handler, which answers at once or throws a {@link CallFailure}. */
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

/** Starts a gRPC server; methods of its services that are not given answer UNIMPLEMENTED. */
export async function startServer(
  address: string,
  methods: readonly ServedMethod[],
  wire: Wire,
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
      // What else was thrown may quote its input, so the client learns nothing of it.
      const { code, message } =
        error instanceof CallFailure ? error : new CallFailure(status.INTERNAL, "internal error");
      return respond({ code, details: message });
    }
    respond(null, response);
  };
}
