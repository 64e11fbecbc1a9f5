import type { DescMethodUnary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import {
  VolumeCapability_AccessMode_Mode as AccessMode,
  Controller,
  Identity,
  Node,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import { CalledDriver } from "./called-driver.js";
import { block, createSnapshot, createVolume, GIB, mount, NODE_ID } from "./volumes.js";

const { method: controller } = Controller;
const { method: node } = Node;

let driver: CalledDriver;
beforeEach(() => {
  driver = new CalledDriver();
});

it("serves every method of a service that it says it has", () => {
  const served: readonly DescMethodUnary[] = [
    ...Object.values(Identity.method),
    ...Object.values(controller),
    ...Object.values(node),
  ];
  const missing = served.filter((method) => {
    try {
      return driver.failure(method, {}) === "UNIMPLEMENTED";
    } catch {
      return true;
    }
  });
  // It does not have the capability MODIFY_VOLUME.
  expect(missing.map(({ name }) => name)).toEqual(["ControllerModifyVolume"]);
});

describe("a request without a required field is an INVALID_ARGUMENT, before all other errors", () => {
  const volumeCapabilities = [mount()];
  const volumeId = "vol-unknown";
  const cases: readonly (readonly [string, DescMethodUnary, Record<string, unknown>])[] = [
    ["CreateVolume: name", controller.createVolume, { volumeCapabilities }],
    ["CreateVolume: capabilities", controller.createVolume, { name: "a" }],
    ["CreateVolume: access type", controller.createVolume, { name: "a", volumeCapabilities: [{}] }],
    [
      "CreateVolume: access mode",
      controller.createVolume,
      { name: "a", volumeCapabilities: [mount(AccessMode.UNKNOWN)] },
    ],
    ["DeleteVolume: volume", controller.deleteVolume, {}],
    ["ControllerPublishVolume: node", controller.controllerPublishVolume, { volumeId }],
    ["ControllerPublishVolume: capability", controller.controllerPublishVolume, { volumeId, nodeId: "x" }],
    ["ControllerUnpublishVolume: volume", controller.controllerUnpublishVolume, {}],
    ["ValidateVolumeCapabilities: capabilities", controller.validateVolumeCapabilities, { volumeId }],
    ["CreateSnapshot: source", controller.createSnapshot, { name: "s" }],
    ["DeleteSnapshot: snapshot", controller.deleteSnapshot, {}],
    ["GetSnapshot: snapshot", controller.getSnapshot, {}],
    ["ControllerExpandVolume: range", controller.controllerExpandVolume, { volumeId }],
    ["ControllerGetVolume: volume", controller.controllerGetVolume, {}],
    ["NodeStageVolume: path", node.nodeStageVolume, { volumeId, volumeCapability: mount() }],
    ["NodePublishVolume: capability", node.nodePublishVolume, { volumeId, targetPath: "/t" }],
    [
      "NodePublishVolume: absolute path",
      node.nodePublishVolume,
      { volumeId, targetPath: "t", volumeCapability: mount() },
    ],
    ["NodeUnpublishVolume: path", node.nodeUnpublishVolume, { volumeId }],
    ["NodeGetVolumeStats: path", node.nodeGetVolumeStats, { volumeId }],
    ["NodeExpandVolume: path", node.nodeExpandVolume, { volumeId }],
  ];
  it.each(cases)("%s", (_, method, request) => {
    expect(driver.failure(method, request)).toBe("INVALID_ARGUMENT");
  });
});

describe("volumes", () => {
  it("are the same for the same name, and ALREADY_EXISTS if anything else differs", () => {
    const request = {
      name: "a",
      volumeCapabilities: [mount()],
      capacityRange: { requiredBytes: 2n * GIB },
      parameters: { pool: "fast" },
    };
    const { volume } = driver.call(controller.createVolume, request);
    expect(driver.call(controller.createVolume, request).volume).toEqual(volume);
    const others = [
      { capacityRange: { requiredBytes: 3n * GIB } },
      { capacityRange: { limitBytes: GIB } },
      { parameters: { pool: "slow" } },
      { mutableParameters: { iops: "7" } },
      {
        volumeContentSource: {
          type: { case: "volume" as const, value: { volumeId: volume?.volumeId ?? "" } },
        },
      },
    ];
    for (const other of others) {
      expect(driver.failure(controller.createVolume, { ...request, ...other })).toBe("ALREADY_EXISTS");
    }
  });

  it.each([
    ["more than a volume can hold", { requiredBytes: 2n ** 50n }, "OUT_OF_RANGE"],
    ["less than the limit allows", { requiredBytes: 2n * GIB, limitBytes: GIB }, "OUT_OF_RANGE"],
    ["a negative size", { requiredBytes: -1n }, "INVALID_ARGUMENT"],
  ])("cannot have %s", (_, capacityRange, expected) => {
    const request = { name: "a", volumeCapabilities: [mount()], capacityRange };
    expect(driver.failure(controller.createVolume, request)).toBe(expected);
  });

  it("fill the pool, which GetCapacity shows", () => {
    const { availableCapacity: before } = driver.call(controller.getCapacity, {});
    createVolume(driver, "a");
    expect(before - driver.call(controller.getCapacity, {}).availableCapacity).toBe(GIB);
  });

  it("can be copied, and a copy is not smaller than its source", () => {
    const capacityRange = { requiredBytes: 5n * GIB };
    const source = driver.call(controller.createVolume, {
      name: "a",
      volumeCapabilities: [mount()],
      capacityRange,
    });
    const volumeId = source.volume?.volumeId ?? "";
    const copy = (name: string, requiredBytes: bigint) => ({
      name,
      volumeCapabilities: [mount()],
      capacityRange: { requiredBytes },
      volumeContentSource: { type: { case: "volume" as const, value: { volumeId } } },
    });
    expect(driver.call(controller.createVolume, copy("b", 0n)).volume?.capacityBytes).toBe(5n * GIB);
    expect(driver.failure(controller.createVolume, copy("c", GIB))).toBe("OUT_OF_RANGE");
    driver.call(controller.deleteVolume, { volumeId });
    expect(driver.failure(controller.createVolume, copy("d", 0n))).toBe("NOT_FOUND");
  });

  it("grow, and never shrink", () => {
    const volumeId = createVolume(driver, "a");
    const expand = (capacityRange: { requiredBytes?: bigint; limitBytes?: bigint }) => ({
      volumeId,
      capacityRange,
    });
    const grown = driver.call(controller.controllerExpandVolume, expand({ requiredBytes: 3n * GIB }));
    expect(grown.capacityBytes).toBe(3n * GIB);
    expect(driver.call(controller.controllerExpandVolume, expand({ requiredBytes: GIB })).capacityBytes).toBe(
      3n * GIB,
    );
    expect(driver.failure(controller.controllerExpandVolume, expand({ limitBytes: GIB }))).toBe(
      "OUT_OF_RANGE",
    );
  });

  it("are validated by capability, context and parameters", () => {
    const volumeId = createVolume(driver, "a");
    const request = { volumeId, volumeCapabilities: [block] };
    expect(driver.call(controller.validateVolumeCapabilities, request).confirmed).toBeDefined();
    const other = driver.call(controller.validateVolumeCapabilities, { ...request, parameters: { a: "b" } });
    expect(other.confirmed).toBeUndefined();
    expect(other.message).not.toBe("");
  });
});

describe("attaching", () => {
  it("is ALREADY_EXISTS in another way, NOT_FOUND on another node, and keeps a volume from being deleted", () => {
    const volumeId = createVolume(driver, "a");
    const request = { volumeId, nodeId: NODE_ID, volumeCapability: mount() };
    driver.call(controller.controllerPublishVolume, request);
    driver.call(controller.controllerPublishVolume, request);
    const failure = (change: object) =>
      driver.failure(controller.controllerPublishVolume, { ...request, ...change });
    expect(failure({ readonly: true })).toBe("ALREADY_EXISTS");
    expect(failure({ volumeCapability: block })).toBe("ALREADY_EXISTS");
    expect(failure({ nodeId: "node-b" })).toBe("NOT_FOUND");
    expect(driver.failure(controller.deleteVolume, { volumeId })).toBe("FAILED_PRECONDITION");
    expect(driver.call(controller.controllerGetVolume, { volumeId }).status?.publishedNodeIds).toEqual([
      NODE_ID,
    ]);
    driver.call(controller.controllerUnpublishVolume, { volumeId });
    driver.call(controller.deleteVolume, { volumeId });
    expect(driver.failure(controller.controllerGetVolume, { volumeId })).toBe("NOT_FOUND");
    expect(driver.failure(controller.deleteVolume, { volumeId })).toBe("OK");
  });
});

describe("snapshots", () => {
  it("belong to one volume by name, and outlive it", () => {
    const [a, b] = [createVolume(driver, "a"), createVolume(driver, "b")];
    const snapshotId = createSnapshot(driver, "s", a);
    expect(createSnapshot(driver, "s", a)).toBe(snapshotId);
    expect(driver.failure(controller.createSnapshot, { name: "s", sourceVolumeId: b })).toBe(
      "ALREADY_EXISTS",
    );
    driver.call(controller.deleteVolume, { volumeId: a });
    expect(driver.call(controller.getSnapshot, { snapshotId }).snapshot?.sourceVolumeId).toBe(a);
    driver.call(controller.deleteSnapshot, { snapshotId });
    expect(driver.failure(controller.getSnapshot, { snapshotId })).toBe("NOT_FOUND");
  });

  it("are listed by volume and by id", () => {
    const [a, b] = [createVolume(driver, "a"), createVolume(driver, "b")];
    const [one] = [createSnapshot(driver, "1", a), createSnapshot(driver, "2", b)];
    const listed = (request: object) =>
      driver.call(controller.listSnapshots, request).entries.map(({ snapshot }) => snapshot?.snapshotId);
    expect(listed({ sourceVolumeId: a })).toEqual([one]);
    expect(listed({ snapshotId: one })).toEqual([one]);
    expect(listed({ snapshotId: "snap-unknown" })).toEqual([]);
  });
});

describe("pages", () => {
  it("show every volume once, in the order of creation, also if others are deleted in between", () => {
    const delivered = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }),
      deleted: fc.nat(11),
    });
    fc.assert(
      fc.property(delivered, ({ count, sizes, deleted }) => {
        driver = new CalledDriver();
        const ids = Array.from({ length: count }, (_, index) => createVolume(driver, `v${index}`));
        const seen: string[] = [];
        let startingToken = "";
        for (let page = 0; page === 0 || startingToken !== ""; page++) {
          const maxEntries = sizes[page % sizes.length] ?? 1;
          const { entries, nextToken } = driver.call(controller.listVolumes, { maxEntries, startingToken });
          seen.push(...entries.flatMap(({ volume }) => volume?.volumeId ?? []));
          startingToken = nextToken;
          if (page === 0) driver.call(controller.deleteVolume, { volumeId: ids[deleted] ?? "none" });
        }
        const gone = ids[deleted];
        expect(seen.filter((id) => id !== gone)).toEqual(ids.filter((id) => id !== gone));
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  it.each(["0", "-1", "1.0", " 1", "1e1", "999", "__proto__", "9".repeat(400)])(
    "do not begin at %j: ABORTED",
    (startingToken) => {
      createVolume(driver, "a");
      expect(driver.failure(controller.listVolumes, { startingToken })).toBe("ABORTED");
      expect(driver.failure(controller.listSnapshots, { startingToken })).toBe("ABORTED");
    },
  );
});
