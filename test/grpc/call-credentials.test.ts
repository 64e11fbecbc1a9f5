import {
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type StatusObject,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { loggingClientInterceptor } from "../../src/grpc/index.js";
import { createSanitizer } from "../../src/index.js";
import { RecordedLog } from "../calls/recorded-log.js";
import { socketDirectory } from "../e2e/stacks/vault.js";
import { bytesMethod } from "./one-method.js";

const METHOD: MethodDefinition<unknown, unknown> = bytesMethod("/acme.v1.Login/Open");

it("holds what the credentials of a call add to its metadata, in a client", async () => {
  const { socket, remove } = socketDirectory();
  const server = new Server();
  const seen: unknown[] = [];
  server.addService(
    { open: METHOD },
    {
      open(call: ServerUnaryCall<unknown, unknown>, respond: sendUnaryData<unknown>) {
        const [token] = call.metadata.get("authorization");
        seen.push(token);
        respond({ name: "Error", message: "no", code: 16, details: `rejected ${String(token)}` });
      },
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  const sanitizer = createSanitizer();
  const log = new RecordedLog();
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), {
    interceptors: [loggingClientInterceptor({ sanitizer, logger: log.log, graceTime: 0 })],
  });
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
    remove();
  });
  const generated = credentials.createFromMetadataGenerator((_options, done) => {
    const metadata = new Metadata();
    metadata.set("authorization", "Bearer opaque-of-the-generator");
    done(null, metadata);
  });
  const both = credentials.combineCallCredentials(generated, credentials.createEmpty());
  for (const callCredentials of [generated, both]) {
    const status = await new Promise<StatusObject>((resolve) => {
      const call = client.makeUnaryRequest(
        METHOD.path,
        METHOD.requestSerialize,
        METHOD.responseDeserialize,
        Buffer.alloc(0),
        new Metadata(),
        { credentials: callCredentials },
        () => undefined,
      );
      call.on("status", resolve);
    });
    expect(status.details).toBe("rejected Bearer ***stripped***");
  }
  expect(seen).toEqual(["Bearer opaque-of-the-generator", "Bearer opaque-of-the-generator"]);
  expect(log.text()).not.toContain("opaque-of-the-generator");
});
