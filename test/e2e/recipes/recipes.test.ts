import { Writable } from "node:stream";
import {
  Client,
  credentials,
  type MethodDefinition,
  type ServiceDefinition,
  type ServiceError,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCsiSanitizer } from "../../../src/csi/index.js";
import { sanitizePino } from "../../../src/pino/index.js";
import { socketDirectory } from "../stacks/vault.js";
import { connect } from "./connect.js";
import { grpcJs } from "./grpc-js.js";
import { nestJs } from "./nestjs.js";
import { niceGrpc } from "./nice-grpc.js";

const csi = loadSync("proto/csi/v1/csi.proto", { keepCase: true });
const { NodePublishVolume } = csi["csi.v1.Node"] as ServiceDefinition;
const { path, requestSerialize, responseDeserialize } = NodePublishVolume as MethodDefinition<object, object>;

const REQUEST = { volume_id: "pvc-1", secrets: { username: "admin", password: "correct-horse" } };

describe.each([grpcJs, niceGrpc, connect, nestJs])("the recipe for $name", (recipe) => {
  it("logs a call, its failure and no secret, and tells the client none", async () => {
    const { socket, remove } = socketDirectory();
    let log = "";
    const stream = new Writable({
      write(chunk, _encoding, done) {
        log += chunk;
        done();
      },
    });
    const sanitizer = createCsiSanitizer();
    const logger = sanitizePino(pino, { sanitizer }, stream);
    const address = `unix:${socket}`;
    const served = await recipe.serve({ sanitizer, logger, address });
    const client = new Client(address, credentials.createInsecure());
    onTestFinished(async () => {
      client.close();
      await served.stop();
      remove();
    });
    const error = await new Promise<ServiceError | null>((resolve) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, REQUEST, (failure) =>
        resolve(failure),
      );
    });
    // Connect encodes more characters of it than grpc-js decodes.
    expect(decodeURIComponent(error?.details ?? "")).toBe("mount -o password=***stripped***: exit status 32");
    const entries = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(entries).toEqual([
      expect.objectContaining({
        msg: "request",
        method: "/csi.v1.Node/NodePublishVolume",
        request: { secrets: "***stripped***", volume_id: "pvc-1" },
      }),
      expect.objectContaining({
        msg: "end of call",
        statusName: "INTERNAL",
        statusMessage: "mount -o password=***stripped***: exit status 32",
      }),
    ]);
    expect(log).not.toContain("correct-horse");
  });
});
