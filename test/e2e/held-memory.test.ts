import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const built = (file: string): string =>
  JSON.stringify(fileURLToPath(new URL(`../../dist/${file}`, import.meta.url)));

// In a process of its own: only there can the garbage collector be called.
const SCRIPT = `
  import { createCsiSanitizer } from ${built("csi/index.js")};
  import { CallLog } from ${built("calls/call-log.js")};
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
  const args = ["--expose-gc", "--input-type=module", "--eval", SCRIPT];
  const { heldDuring, heldAfter, alive } = JSON.parse(
    execFileSync(process.execPath, args, { encoding: "utf8" }),
  );
  expect(heldDuring).toBeGreaterThan(500);
  expect(heldAfter).toBe(0);
  // The last one may still stand in a register or on the stack.
  expect(alive).toBeLessThan(5);
});
