import { placeOf } from "./radar-run.js";

/** The field whose value all planted leaks show. */
export const PLANTED_FIELD = "csi.v1.NodeStageVolumeRequest.secrets";

const DRIVER = "test/radar/planted/driver.mjs";

/** What the radar has to find of each planted leak: form, sink, and the place of this code. */
export const PLANTED: Readonly<Record<string, string>> = {
  argv: `raw | argv | ${placeOf(DRIVER, 'execFile("true"')}`,
  "error-cause": `raw in JSON | pino | ${placeOf(DRIVER, "logger.error(new Error")}`,
  "base64-header": `base64 in JSON | pino | ${placeOf(DRIVER, '"asks the storage array"')}`,
  "child-logger": `raw in JSON | pino | ${placeOf(DRIVER, 'child.info("logs in")')}`,
  "span-attribute": `raw | span attribute | ${placeOf(DRIVER, "span.end()")}`,
  stdout: `raw | stdout | ${placeOf(DRIVER, "process.stdout.write")}`,
  "%o": `raw | stdout | ${placeOf(DRIVER, 'console.log("stages %o"')}`,
  template: `raw in JSON | pino | ${placeOf(DRIVER, "runs mount")}`,
  worker: `raw | stdout | ${placeOf("test/radar/planted/worker.mjs", "console.log")}`,
  child: `raw | stderr | ${placeOf("test/radar/planted/child.mjs", "console.error")}`,
  rejection: `raw | unhandled rejection | ${placeOf(DRIVER, "throw new Error(`cannot log in")}`,
  status: `raw | gRPC status | ${placeOf(DRIVER, "details: `login with")}`,
};
