// A CSI driver with twelve leaks, which are planted: each is what real drivers did. It serves NodeStageVolume on a Unix
// socket, and ends when its parent disconnects. `node driver.mjs SOCKET [LEAK…]`: the leaks that are named are repaired.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { pino } from "pino";
import { createCsiSanitizer, csiRegistry } from "protosanitizer/csi";
import { loggingServerInterceptor } from "protosanitizer/grpc";
import { sanitizeSpanProcessor } from "protosanitizer/opentelemetry";
import { sanitizePino } from "protosanitizer/pino";

const [socket, ...repaired] = process.argv.slice(2);
const leaks = (name) => !repaired.includes(name);

const sanitizer = createCsiSanitizer();
const logger = sanitizePino(pino, { sanitizer, base: null, timestamp: false });
const spans = new BasicTracerProvider({
  spanProcessors: [
    sanitizeSpanProcessor({ sanitizer, processor: new SimpleSpanProcessor(new InMemorySpanExporter()) }),
  ],
});

/** Each leak by its name. Those that take time return a promise. */
const PLANTED = {
  argv(password) {
    execFile("true", ["--chap-password", password], () => undefined);
  },
  "error-cause"(password) {
    logger.error(new Error("login failed", { cause: new Error(`iscsiadm -v ${password}: status 15`) }));
  },
  "base64-header"(password) {
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`;
    logger.info({ headers: { authorization } }, "asks the storage array");
  },
  "child-logger"(password) {
    const child = logger.child({ volume: "vol-1", chap: { password } });
    child.info("logs in");
  },
  "span-attribute"(password) {
    const span = spans.getTracer("driver").startSpan("mount");
    span.setAttribute("mount.options", `username=admin,password=${password}`);
    span.end();
  },
  stdout(password) {
    process.stdout.write(`debug: the password is ${password}\n`);
  },
  "%o"(password) {
    console.log("stages %o", { volumeId: "vol-1", secrets: { password } });
  },
  template(password) {
    logger.info(`runs mount -t cifs -o password=${password}`);
  },
  worker(password) {
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: { password } });
    return once(worker, "exit");
  },
  child(password) {
    const env = { ...process.env, MOUNT_PASSWORD: password };
    const script = new URL("child.mjs", import.meta.url).pathname;
    const child = spawn(process.execPath, [script], { env, stdio: "inherit" });
    return once(child, "exit");
  },
};

function nodeStageVolume({ request }, respond) {
  const password = request.secrets["node.session.auth.password"];
  const work = Object.entries(PLANTED).map(([name, plant]) => leaks(name) && plant(password));
  Promise.all(work).then(() => {
    if (leaks("rejection")) void login(password);
    else process.send("done");
  });
  if (!leaks("status")) return respond(null, { $typeName: "csi.v1.NodeStageVolumeResponse" });
  respond({ code: status.INTERNAL, details: `login with ${password} failed` });
}

async function login(password) {
  throw new Error(`cannot log in with ${password}`);
}

const [input, output] = ["Request", "Response"].map((end) =>
  csiRegistry.getMessage(`csi.v1.NodeStageVolume${end}`),
);
const server = new Server({
  interceptors: [loggingServerInterceptor({ sanitizer, logger, level: "debug" })],
});
server.addService(
  {
    NodeStageVolume: {
      path: "/csi.v1.Node/NodeStageVolume",
      requestStream: false,
      responseStream: false,
      requestDeserialize: (bytes) => fromBinary(input, bytes),
      requestSerialize: (message) => Buffer.from(toBinary(input, message)),
      responseSerialize: (message) => Buffer.from(toBinary(output, message)),
      responseDeserialize: (bytes) => fromBinary(output, bytes),
    },
  },
  { NodeStageVolume: nodeStageVolume },
);
server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  process.send?.("listening");
});
process.on("disconnect", () => server.forceShutdown());
