import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { runs } from "../runs.js";
import { cli, expectClear, STRIP } from "./run-cli.js";

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "cli-test-"));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** 100 MB at full strength. */
const MEGABYTES = runs(100);

describe(`${MEGABYTES} MB`, () => {
  const SIZE = MEGABYTES * 1_000_000;

  it("in a secret of one message is stripped", async () => {
    const message = create(NodePublishVolumeRequestSchema, {
      volumeId: "v",
      secrets: { a: "x".repeat(SIZE) },
    });
    const run = await cli([...STRIP, "--binary"], toBinary(NodePublishVolumeRequestSchema, message));
    expect(run).toEqual({ status: 0, stdout: '{"secrets":"***stripped***","volume_id":"v"}\n', stderr: "" });
  });

  it("on one line of a log is scrubbed", async () => {
    const run = await cli(["scrub"], `"secrets":{"a":"${"x".repeat(SIZE)}"}`);
    expect(run.status).toBe(0);
    expect(run.stdout).toBe('"secrets":{"a":"***stripped***"}');
  });

  it("of a text that is not a manifest is refused", async () => {
    const path = join(directory, "zeros.yaml");
    writeFileSync(path, Buffer.alloc(SIZE));
    const run = await cli(["check", path]);
    expect(run.status).toBe(3);
    expectClear(run, /zeros\.yaml: /);
  });
});
