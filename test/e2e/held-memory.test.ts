import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, it } from "vitest";

const SCRIPT = `
  import { createCsiSanitizer } from "./src/csi/index.ts";
  import { CallLog } from "./src/calls/call-log.ts";
  const sanitizer = createCsiSanitizer();
  const log = new CallLog({ sanitizer, logger: () => {}, graceTime: 5 }, "server");
  const requests = [];
  for (let id = 0; id < 1000; id++) {
    const request = { volume_id: "v", secrets: { password: "password-" + id } };
    requests.push(new WeakRef(request));
    const call = log.begin("/csi.v1.Node/NodePublishVolume");
    call.metadata(() => [["authorization", ["Bearer opaque-" + id]]]);
    call.request(request);
    call.response({});
    // Half of the handlers answer after a cancel.
    if (id % 2 === 0) call.cancel(false, () => ({ code: 1, isCancelled: true }));
    call.end(() => ({ code: 0 }));
  }
  const heldDuring = sanitizer.live.size;
  await new Promise((resolve) => setTimeout(resolve, 60));
  global.gc();
  await new Promise((resolve) => setTimeout(resolve, 10));
  global.gc();
  const alive = requests.filter((request) => request.deref() !== undefined).length;
  console.log(JSON.stringify({ heldDuring, heldAfter: sanitizer.live.size, alive }));
`;

it("keeps neither secrets nor messages of calls that are over", () => {
  // In a process of its own: only there can the garbage collector be called.
  const args = ["--expose-gc", "--input-type=module", "-"];
  const { heldDuring, heldAfter, alive } = JSON.parse(
    execFileSync(process.execPath, args, { input: bundle(SCRIPT), encoding: "utf8" }),
  );
  expect(heldDuring).toBeGreaterThan(500);
  expect(heldAfter).toBe(0);
  // The last one may still stand in a register or on the stack.
  expect(alive).toBeLessThan(5);
});

/** A script with all that it imports: its process knows no TypeScript. */
function bundle(contents: string): string {
  const resolveDir = fileURLToPath(new URL("../..", import.meta.url));
  const options = { bundle: true, format: "esm", platform: "node", write: false } as const;
  const { outputFiles } = buildSync({ ...options, stdin: { contents, resolveDir, loader: "ts" } });
  return outputFiles.map(({ text }) => text).join("");
}
