import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  VolumeCapability_AccessMode_Mode as AccessMode,
  Controller,
  type VolumeCapabilitySchema,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import type { CalledDriver } from "./called-driver.js";

const { method: controller } = Controller;

export const GIB: bigint = 2n ** 30n;
export const NODE_ID = "node-a";

/** What a volume must be able to do. */
export type Capability = MessageInitShape<typeof VolumeCapabilitySchema>;

/** A volume with a file system. */
export const mount = (mode: AccessMode = AccessMode.SINGLE_NODE_WRITER, fsType = ""): Capability => ({
  accessType: { case: "mount", value: { fsType } },
  accessMode: { mode },
});

/** A raw block device. */
export const block: Capability = {
  accessType: { case: "block", value: {} },
  accessMode: { mode: AccessMode.SINGLE_NODE_WRITER },
};

/** Creates a volume; returns its id. */
export function createVolume(driver: CalledDriver, name: string, capability: Capability = mount()): string {
  const request = { name, volumeCapabilities: [capability] };
  return driver.call(controller.createVolume, request).volume?.volumeId ?? "";
}

/** Creates a snapshot of a volume; returns its id. */
export function createSnapshot(driver: CalledDriver, name: string, sourceVolumeId: string): string {
  return driver.call(controller.createSnapshot, { name, sourceVolumeId }).snapshot?.snapshotId ?? "";
}
