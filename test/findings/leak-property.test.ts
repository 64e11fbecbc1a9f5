import { toJsonString } from "@bufbuild/protobuf";
import { describe, expect, it, vi } from "vitest";
import {
  type NodePublishVolumeRequest,
  NodePublishVolumeRequestSchema,
  ProbeRequestSchema,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiPolicy } from "../../src/csi/index.js";
import { LeakError, leakProperty } from "../../src/testing/index.js";
import { seed } from "../seed.js";

const TYPE = NodePublishVolumeRequestSchema;
const TOKENS = "csi.storage.k8s.io/serviceAccount.tokens";
const sanitizer = createCsiSanitizer();
const OPTIONS = { numRuns: 30, seed };

async function leakOf(run: (request: NodePublishVolumeRequest) => unknown): Promise<LeakError> {
  try {
    await leakProperty(TYPE, sanitizer, run, OPTIONS);
  } catch (error) {
    if (error instanceof LeakError) return error;
    throw error;
  }
  throw new Error("nothing was found");
}

describe("leakProperty", () => {
  it.each([
    ["a policy", csiPolicy()],
    ["a sanitizer", sanitizer],
  ])("finds nothing in what prints without secrets, by %s", async (_, policy) => {
    await leakProperty(TYPE, policy, (request) => sanitizer.stringify(request), OPTIONS);
  });

  it.each<[string, string, (request: NodePublishVolumeRequest) => unknown]>([
    ["what is returned", "returned value", (request) => toJsonString(TYPE, request)],
    ["what is returned in an object", "returned value", async (request) => ({ list: [request] })],
    [
      "an error",
      "thrown error",
      ({ secrets }) => {
        throw new Error(`mount -o ${Object.values(secrets)}`);
      },
    ],
    ["stdout", "stdout", ({ secrets }) => process.stdout.write(JSON.stringify(secrets))],
    ["the console", "console.log", ({ secrets }) => console.log("%o", secrets)],
  ])("finds secrets in %s", async (_, sink, run) => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(console, "log").mockReturnValue();
    const error = await leakOf(run);
    vi.restoreAllMocks();
    expect(new Set(error.findings.map((finding) => finding.sink))).toEqual(new Set([sink]));
  });

  it("shows the smallest message, stripped, and a seed", async () => {
    const error = await leakOf(({ volumeContext }) => volumeContext[TOKENS]);
    expect(error.findings.map(({ key }) => key)).toEqual([TOKENS]);
    expect(error.message).toContain(
      `The smallest message: {"volume_context":{"${TOKENS}":"***stripped***"}}\nTo repeat it: seed ${seed}`,
    );
  });

  it("ignores errors without secrets, and fails if nothing could be found", async () => {
    const fail = (): never => {
      throw new Error("no such volume");
    };
    await leakProperty(TYPE, sanitizer, fail, OPTIONS);
    // No field of this type is secret.
    await expect(leakProperty(ProbeRequestSchema, {}, fail, { numRuns: 3, seed })).rejects.toThrow(
      /had a secret/,
    );
  });
});
