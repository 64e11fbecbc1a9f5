import {
  create,
  type DescMessage,
  type DescMethodUnary,
  isMessage,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import { csiDriver } from "../../src/demo/driver/csi-driver.js";
import { DriverState } from "../../src/demo/driver/driver-state.js";
import { CallFailure } from "../../src/demo/grpc-server.js";

/** The driver of the demo, called without gRPC. */
export class CalledDriver {
  readonly #methods: ReturnType<typeof csiDriver>;

  constructor(state: DriverState = new DriverState()) {
    this.#methods = csiDriver(state);
  }

  call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
  ): MessageShape<O> {
    const served = this.#methods.find((one) => one.method === method);
    if (served === undefined) throw new Error(`${method.name} is not served`);
    const response = served.handle(create(method.input, request));
    if (!isMessage(response, method.output)) throw new Error(`${method.name}: not its response`);
    return response;
  }

  /** The name of the status with which a call fails, or OK. */
  failure<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
  ): string {
    try {
      this.call(method, request);
    } catch (error) {
      if (error instanceof CallFailure) return status[error.code];
      throw error;
    }
    return "OK";
  }
}
