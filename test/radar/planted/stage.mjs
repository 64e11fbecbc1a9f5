// Starts the driver, stages a volume with a random secret, and ends the driver. `node stage.mjs [LEAK…]`: see driver.mjs.

import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { Client, credentials } from "@grpc/grpc-js";
import { csiRegistry } from "protosanitizer/csi";

const password = process.env.PLANTED_PASSWORD ?? randomBytes(18).toString("base64url");
const folder = mkdtempSync(join(tmpdir(), "planted-"));
const socket = join(folder, "csi.sock");
const driver = fork(new URL("driver.mjs", import.meta.url), [socket, ...process.argv.slice(2)]);
const exit = once(driver, "exit");
try {
  await once(driver, "message");
  driver.on("message", (message) => message === "done" && driver.disconnect());
  const client = new Client(`unix:${socket}`, credentials.createInsecure());
  const type = csiRegistry.getMessage("csi.v1.NodeStageVolumeRequest");
  const secrets = { "node.session.auth.password": password };
  const request = create(type, { volumeId: "vol-1", stagingTargetPath: "/staging", secrets });
  const serialize = (message) => Buffer.from(toBinary(type, message));
  await new Promise((done) => {
    client.makeUnaryRequest("/csi.v1.Node/NodeStageVolume", serialize, (bytes) => bytes, request, done);
  });
  client.close();
  await exit;
  process.exitCode = driver.exitCode;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
