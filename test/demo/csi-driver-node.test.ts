import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VolumeCapability_AccessMode_Mode as AccessMode, Node } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { CalledDriver } from "./called-driver.js";
import { block, type Capability, createVolume, GIB, mount } from "./volumes.js";

const { method: node } = Node;

let driver: CalledDriver;
beforeEach(() => {
  driver = new CalledDriver();
});

describe("on the node", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "demo-node-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const stagingTargetPath = "/staging";

  function staged(name: string, capability: Capability = mount()): string {
    const volumeId = createVolume(driver, name, capability);
    driver.call(node.nodeStageVolume, { volumeId, stagingTargetPath, volumeCapability: capability });
    return volumeId;
  }

  it.each([
    ["folder", mount()],
    ["file", block],
  ])("a target is a %s, which goes away again", (kind, volumeCapability) => {
    const volumeId = staged("a", volumeCapability);
    const targetPath = join(folder, kind);
    const request = { volumeId, targetPath, stagingTargetPath, volumeCapability };
    driver.call(node.nodePublishVolume, request);
    driver.call(node.nodePublishVolume, request);
    expect(existsSync(targetPath)).toBe(true);
    expect(driver.failure(node.nodePublishVolume, { ...request, readonly: true })).toBe("ALREADY_EXISTS");
    driver.call(node.nodeUnpublishVolume, { volumeId, targetPath });
    driver.call(node.nodeUnpublishVolume, { volumeId, targetPath });
    expect(existsSync(targetPath)).toBe(false);
  });

  it("what was there before stays", () => {
    const file = join(folder, "precious");
    const empty = join(folder, "empty");
    writeFileSync(file, "text");
    mkdirSync(empty);
    const volumeId = staged("a", block);
    for (const [targetPath, volumeCapability] of [
      [file, block],
      [empty, mount()],
    ] as const) {
      driver.call(node.nodePublishVolume, { volumeId, targetPath, stagingTargetPath, volumeCapability });
      driver.call(node.nodeUnpublishVolume, { volumeId, targetPath });
    }
    expect(readFileSync(file, "utf8")).toBe("text");
    expect(existsSync(empty)).toBe(true);
  });

  it("what somebody wrote to a target stays, and the call fails", () => {
    const targetPath = join(folder, "written");
    const volumeId = staged("a");
    const request = { volumeId, targetPath, stagingTargetPath, volumeCapability: mount() };
    driver.call(node.nodePublishVolume, request);
    writeFileSync(join(targetPath, "file"), "text");
    expect(driver.failure(node.nodeUnpublishVolume, { volumeId, targetPath })).toBe("INTERNAL");
    expect(readFileSync(join(targetPath, "file"), "utf8")).toBe("text");
  });

  it("a volume has to be staged, and one with a single writer has one target", () => {
    const volumeCapability = mount(AccessMode.SINGLE_NODE_SINGLE_WRITER);
    const volumeId = staged("a", volumeCapability);
    const publish = (name: string, path: string) => ({
      volumeId,
      targetPath: join(folder, name),
      stagingTargetPath: path,
      volumeCapability,
    });
    expect(driver.failure(node.nodePublishVolume, publish("one", "/other"))).toBe("FAILED_PRECONDITION");
    expect(driver.failure(node.nodePublishVolume, publish("one", stagingTargetPath))).toBe("OK");
    expect(driver.failure(node.nodePublishVolume, publish("two", stagingTargetPath))).toBe(
      "FAILED_PRECONDITION",
    );
  });

  it("statistics and expansion are of a path where the volume is", () => {
    const volumeId = staged("a");
    const at = (volumePath: string) => ({ volumeId, volumePath });
    expect(driver.call(node.nodeGetVolumeStats, at(stagingTargetPath)).usage[0]?.total).toBe(GIB);
    expect(driver.call(node.nodeExpandVolume, at(stagingTargetPath)).capacityBytes).toBe(GIB);
    expect(driver.failure(node.nodeGetVolumeStats, at("/elsewhere"))).toBe("NOT_FOUND");
    expect(driver.failure(node.nodeExpandVolume, at("/elsewhere"))).toBe("NOT_FOUND");
    const larger = { ...at(stagingTargetPath), capacityRange: { requiredBytes: 2n * GIB } };
    expect(driver.failure(node.nodeExpandVolume, larger)).toBe("OUT_OF_RANGE");
  });
});
