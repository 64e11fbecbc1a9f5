import { closeSync, lstatSync, mkdirSync, openSync, rmdirSync, statSync, unlinkSync } from "node:fs";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import {
  Node,
  type NodeServiceCapabilitySchema,
  NodeServiceCapability_RPC_Type as Rpc,
  type VolumeCapability,
  VolumeUsage_Unit,
} from "../../csi/gen/csi/v1/csi_pb.js";
import { CallFailure, type ServedMethod, serve } from "../grpc-server.js";
import { NODE_ID } from "./attach-service.js";
import type { DriverState } from "./driver-state.js";
import {
  capabilityText,
  isForOnePath,
  requireAbsolute,
  requireCapability,
  requireFields,
} from "./request-checks.js";
import type { Mount, Volume } from "./saved-state.js";
import { TOPOLOGY } from "./volume-service.js";

const CAPABILITIES: readonly Rpc[] = [
  Rpc.STAGE_UNSTAGE_VOLUME,
  Rpc.GET_VOLUME_STATS,
  Rpc.EXPAND_VOLUME,
  Rpc.VOLUME_CONDITION,
  Rpc.SINGLE_NODE_MULTI_WRITER,
];

const INODES = 65_536n;

/**
 * The Node service. Nothing is mounted: at a target path it makes an empty folder, or an empty file for a block volume. It
 * removes only what it made, and only if that is still empty.
 */
export function nodeService(state: DriverState): readonly ServedMethod[] {
  return [
    serve(Node.method.nodeGetInfo, () => ({ nodeId: NODE_ID, accessibleTopology: TOPOLOGY })),

    serve(Node.method.nodeGetCapabilities, () => ({
      capabilities: CAPABILITIES.map(capability),
    })),

    serve(Node.method.nodeStageVolume, ({ volumeId, stagingTargetPath, volumeCapability }) => {
      requireFields({ volume_id: volumeId, staging_target_path: stagingTargetPath });
      requireAbsolute({ staging_target_path: stagingTargetPath });
      requireCapability(volumeCapability);
      const volume = state.existingVolume(volumeId);
      const wanted = { path: stagingTargetPath, capability: capabilityText(volumeCapability) };
      const existing = volume.stagings.find(({ path }) => path === stagingTargetPath);
      if (existing !== undefined && existing.capability !== wanted.capability) {
        throw new CallFailure(status.ALREADY_EXISTS, "the volume is staged there with another capability");
      }
      if (existing === undefined) state.putVolume({ ...volume, stagings: [...volume.stagings, wanted] });
      state.save();
      return {};
    }),

    serve(Node.method.nodeUnstageVolume, ({ volumeId, stagingTargetPath }) => {
      requireFields({ volume_id: volumeId, staging_target_path: stagingTargetPath });
      const volume = state.existingVolume(volumeId);
      const stagings = volume.stagings.filter(({ path }) => path !== stagingTargetPath);
      if (stagings.length < volume.stagings.length) state.putVolume({ ...volume, stagings });
      state.save();
      return {};
    }),

    serve(Node.method.nodePublishVolume, (request) => {
      const { volumeId, targetPath, stagingTargetPath, volumeCapability, readonly } = request;
      requireFields({ volume_id: volumeId, target_path: targetPath });
      requireAbsolute({ target_path: targetPath });
      requireCapability(volumeCapability);
      const volume = state.existingVolume(volumeId);
      if (!volume.stagings.some(({ path }) => path === stagingTargetPath)) {
        throw new CallFailure(status.FAILED_PRECONDITION, "the volume is not staged at staging_target_path");
      }
      const wanted = { path: targetPath, readonly, capability: capabilityText(volumeCapability) };
      const isThere = requireCompatible(volume, wanted, volumeCapability);
      const isMade = makeTarget(targetPath, volumeCapability);
      if (!isThere) state.putVolume({ ...volume, mounts: [...volume.mounts, { ...wanted, isMade }] });
      state.save();
      return {};
    }),

    serve(Node.method.nodeUnpublishVolume, ({ volumeId, targetPath }) => {
      requireFields({ volume_id: volumeId, target_path: targetPath });
      const volume = state.existingVolume(volumeId);
      const mount = volume.mounts.find(({ path }) => path === targetPath);
      if (mount !== undefined) {
        if (mount.isMade) removeTarget(mount);
        state.putVolume({ ...volume, mounts: volume.mounts.filter((other) => other !== mount) });
      }
      state.save();
      return {};
    }),

    serve(Node.method.nodeGetVolumeStats, ({ volumeId, volumePath }) => {
      requireFields({ volume_id: volumeId, volume_path: volumePath });
      const { capacityBytes: total } = volumeAt(state, volumeId, volumePath);
      return {
        usage: [
          { total, used: 0n, available: total, unit: VolumeUsage_Unit.BYTES },
          { total: INODES, used: 1n, available: INODES - 1n, unit: VolumeUsage_Unit.INODES },
        ],
        volumeCondition: { abnormal: false, message: "in sync" },
      };
    }),

    serve(Node.method.nodeExpandVolume, ({ volumeId, volumePath, capacityRange }) => {
      requireFields({ volume_id: volumeId, volume_path: volumePath });
      const { capacityBytes } = volumeAt(state, volumeId, volumePath);
      const { requiredBytes = 0n, limitBytes = 0n } = capacityRange ?? {};
      const isOutside = requiredBytes > capacityBytes || (limitBytes !== 0n && limitBytes < capacityBytes);
      if (isOutside) throw new CallFailure(status.OUT_OF_RANGE, "the volume has another size than that");
      return { capacityBytes };
    }),
  ];
}

function capability(type: Rpc): MessageInitShape<typeof NodeServiceCapabilitySchema> {
  return { type: { case: "rpc", value: { type } } };
}

/** Whether the volume is at that target path already. Refuses what its other mounts do not allow. */
function requireCompatible(
  volume: Volume,
  wanted: Omit<Mount, "isMade">,
  capability: VolumeCapability,
): boolean {
  const existing = volume.mounts.find(({ path }) => path === wanted.path);
  const isSame = existing?.capability === wanted.capability && existing.readonly === wanted.readonly;
  if (existing !== undefined && !isSame) {
    throw new CallFailure(status.ALREADY_EXISTS, "the volume is at target_path in another way");
  }
  if (isForOnePath(capability) && volume.mounts.some(({ path }) => path !== wanted.path)) {
    throw new CallFailure(status.FAILED_PRECONDITION, "the volume is at another target path");
  }
  return existing !== undefined;
}

/** The volume, if it is staged or published at that path. */
function volumeAt(state: DriverState, volumeId: string, volumePath: string): Volume {
  const volume = state.existingVolume(volumeId);
  const isThere = [...volume.mounts, ...volume.stagings].some(({ path }) => path === volumePath);
  if (!isThere) throw new CallFailure(status.NOT_FOUND, "the volume is not at volume_path");
  return volume;
}

/**
 * Makes what the caller expects at a target path. Its parent folder has to be there: the caller makes it.
 *
 * @returns false if it is there already.
 */
function makeTarget(path: string, { accessType }: VolumeCapability): boolean {
  const isBlock = accessType.case === "block";
  try {
    if (isBlock) closeSync(openSync(path, "ax", 0o600));
    else mkdirSync(path, { mode: 0o750 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST" && statSync(path).isDirectory() === !isBlock) return false;
    throw new CallFailure(status.INTERNAL, `target_path cannot be made: ${codeOf(error)}`);
  }
}

function removeTarget({ path }: Mount): void {
  try {
    const found = lstatSync(path);
    if (found.isDirectory()) rmdirSync(path);
    else if (found.isFile() && found.size === 0) unlinkSync(path);
    else throw new CallFailure(status.INTERNAL, "target_path cannot be removed: it is not empty");
  } catch (error) {
    if (error instanceof CallFailure) throw error;
    if (codeOf(error) === "ENOENT") return;
    throw new CallFailure(status.INTERNAL, `target_path cannot be removed: ${codeOf(error)}`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown failure";
}
