import { randomUUID } from "node:crypto";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import {
  Controller,
  type ControllerServiceCapabilitySchema,
  type CreateVolumeRequest,
  ControllerServiceCapability_RPC_Type as Rpc,
  type VolumeContentSource,
  type VolumeContentSourceSchema,
  type VolumeSchema,
} from "../../csi/gen/csi/v1/csi_pb.js";
import { CallFailure, type ServedMethod, serve } from "../grpc-server.js";
import type { DriverState } from "./driver-state.js";
import { DRIVER_NAME } from "./identity-service.js";
import {
  clamped,
  digestOf,
  pageOf,
  requireCapability,
  requireFields,
  requireName,
  sizeBounds,
  VOLUME_SIZE,
} from "./request-checks.js";
import type { Volume } from "./saved-state.js";

/** Where volumes of this driver can be reached: there is one zone. */
export const TOPOLOGY: { readonly segments: Record<string, string> } = {
  segments: { [`${DRIVER_NAME}/zone`]: "zone-a" },
};

/** The size of all volumes together, in bytes. */
const POOL_BYTES = 16n * VOLUME_SIZE.most;

const CAPABILITIES: readonly Rpc[] = [
  Rpc.CREATE_DELETE_VOLUME,
  Rpc.PUBLISH_UNPUBLISH_VOLUME,
  Rpc.LIST_VOLUMES,
  Rpc.GET_CAPACITY,
  Rpc.CREATE_DELETE_SNAPSHOT,
  Rpc.LIST_SNAPSHOTS,
  Rpc.CLONE_VOLUME,
  Rpc.PUBLISH_READONLY,
  Rpc.EXPAND_VOLUME,
  Rpc.LIST_VOLUMES_PUBLISHED_NODES,
  Rpc.VOLUME_CONDITION,
  Rpc.GET_VOLUME,
  Rpc.SINGLE_NODE_MULTI_WRITER,
  Rpc.GET_SNAPSHOT,
];

/** The methods of the Controller service for volumes; those that bring a volume to a node are elsewhere. */
export function volumeService(state: DriverState): readonly ServedMethod[] {
  return [
    serve(Controller.method.controllerGetCapabilities, () => ({
      capabilities: CAPABILITIES.map(capability),
    })),

    serve(Controller.method.createVolume, (request) => {
      const { name, volumeCapabilities } = request;
      requireName(name);
      requireFields({ volume_capabilities: volumeCapabilities });
      for (const capability of volumeCapabilities) requireCapability(capability);
      const existing = state.volumes.find((volume) => volume.name === name);
      if (existing !== undefined) requireSame(existing, request);
      const volume = existing ?? newVolume(state, request);
      if (existing === undefined) state.putVolume(volume);
      state.save();
      return { volume: shown(volume) };
    }),

    serve(Controller.method.deleteVolume, ({ volumeId }) => {
      requireFields({ volume_id: volumeId });
      const volume = state.volume(volumeId);
      const uses = [volume?.attachments, volume?.stagings, volume?.mounts];
      if (uses.some((use) => use !== undefined && use.length > 0)) {
        throw new CallFailure(status.FAILED_PRECONDITION, "the volume is in use");
      }
      state.deleteVolume(volumeId);
      state.save();
      return {};
    }),

    serve(Controller.method.validateVolumeCapabilities, (request) => {
      const { volumeId, volumeCapabilities, volumeContext, parameters, mutableParameters } = request;
      requireFields({ volume_id: volumeId, volume_capabilities: volumeCapabilities });
      const volume = state.existingVolume(volumeId);
      for (const capability of volumeCapabilities) requireCapability(capability);
      const hasContext = Object.keys(volumeContext).length > 0;
      if (hasContext && digestOf(volumeContext) !== digestOf(contextOf(volume))) {
        return { message: "volume_context is not the one of the volume" };
      }
      const hasParameters = Object.keys({ ...parameters, ...mutableParameters }).length > 0;
      if (hasParameters && digestOf(parameters, mutableParameters) !== volume.parametersDigest) {
        return { message: "the volume was made with other parameters" };
      }
      return { confirmed: { volumeContext, volumeCapabilities, parameters, mutableParameters } };
    }),

    serve(Controller.method.listVolumes, (request) => {
      const { entries, nextToken } = pageOf(state.volumes, request, state.lastSerial);
      return {
        entries: entries.map((volume) => ({ volume: shown(volume), status: statusOf(volume) })),
        nextToken,
      };
    }),

    serve(Controller.method.controllerGetVolume, ({ volumeId }) => {
      requireFields({ volume_id: volumeId });
      const volume = state.existingVolume(volumeId);
      return { volume: shown(volume), status: statusOf(volume) };
    }),

    serve(Controller.method.getCapacity, ({ accessibleTopology }) => {
      const isHere = accessibleTopology === undefined || isOurs(accessibleTopology.segments);
      return {
        availableCapacity: isHere ? freeBytes(state) : 0n,
        maximumVolumeSize: VOLUME_SIZE.most,
        minimumVolumeSize: VOLUME_SIZE.least,
      };
    }),

    serve(Controller.method.controllerExpandVolume, ({ volumeId, capacityRange }) => {
      requireFields({ volume_id: volumeId, capacity_range: capacityRange });
      const volume = state.existingVolume(volumeId);
      const { required, limit } = sizeBounds(capacityRange);
      const capacityBytes = clamped(required, volume.capacityBytes, VOLUME_SIZE.most);
      if (capacityBytes > limit) throw new CallFailure(status.OUT_OF_RANGE, "a volume cannot shrink");
      requireFree(state, capacityBytes - volume.capacityBytes);
      if (capacityBytes > volume.capacityBytes) state.putVolume({ ...volume, capacityBytes });
      state.save();
      return { capacityBytes, nodeExpansionRequired: true };
    }),
  ];
}

function capability(type: Rpc): MessageInitShape<typeof ControllerServiceCapabilitySchema> {
  return { type: { case: "rpc", value: { type } } };
}

function newVolume(state: DriverState, request: CreateVolumeRequest): Volume {
  const { name, parameters, mutableParameters, volumeContentSource } = request;
  const { requisite = [] } = request.accessibilityRequirements ?? {};
  if (requisite.length > 0 && !requisite.some(({ segments }) => isOurs(segments))) {
    throw new CallFailure(status.RESOURCE_EXHAUSTED, "there is no storage in the topology that is asked for");
  }
  const { required, limit } = sizeBounds(request.capacityRange);
  const sourceBytes = sizeOfSource(state, volumeContentSource);
  // Without a size in the request, a copy has the size of its source.
  const unasked = sourceBytes === 0n ? VOLUME_SIZE.usual : sourceBytes;
  const wanted = request.capacityRange?.requiredBytes ? required : unasked;
  const capacityBytes = clamped(wanted, required, limit);
  if (capacityBytes < sourceBytes)
    throw new CallFailure(status.OUT_OF_RANGE, "the source is larger than that");
  requireFree(state, capacityBytes);
  return {
    id: `vol-${randomUUID()}`,
    serial: state.nextSerial(),
    name,
    capacityBytes,
    parametersDigest: digestOf(parameters, mutableParameters),
    source: sourceText(volumeContentSource),
    attachments: [],
    stagings: [],
    mounts: [],
  };
}

/** Refuses a request for a name that belongs to a volume which was made in another way. */
function requireSame(volume: Volume, request: CreateVolumeRequest): void {
  const { required, limit } = sizeBounds(request.capacityRange);
  const isSame =
    volume.capacityBytes >= required &&
    volume.capacityBytes <= limit &&
    volume.parametersDigest === digestOf(request.parameters, request.mutableParameters) &&
    volume.source === sourceText(request.volumeContentSource);
  if (!isSame) throw new CallFailure(status.ALREADY_EXISTS, "the name belongs to a volume that is different");
}

const SNAPSHOT = "snapshot ";
const VOLUME = "volume ";

function sourceText(source: VolumeContentSource | undefined): string {
  if (source?.type.case === "snapshot") return SNAPSHOT + source.type.value.snapshotId;
  return source?.type.case === "volume" ? VOLUME + source.type.value.volumeId : "";
}

function sizeOfSource(state: DriverState, source: VolumeContentSource | undefined): bigint {
  if (source === undefined) return 0n;
  if (source.type.case === "volume") return state.existingVolume(source.type.value.volumeId).capacityBytes;
  if (source.type.case === undefined) {
    throw new CallFailure(status.INVALID_ARGUMENT, "volume_content_source.type is missing");
  }
  const snapshot = state.snapshot(source.type.value.snapshotId);
  if (snapshot === undefined) throw new CallFailure(status.NOT_FOUND, "there is no such snapshot");
  return snapshot.sizeBytes;
}

function contentSource(text: string): MessageInitShape<typeof VolumeContentSourceSchema> | undefined {
  if (text.startsWith(SNAPSHOT)) {
    return { type: { case: "snapshot", value: { snapshotId: text.slice(SNAPSHOT.length) } } };
  }
  if (!text.startsWith(VOLUME)) return undefined;
  return { type: { case: "volume", value: { volumeId: text.slice(VOLUME.length) } } };
}

function shown(volume: Volume): MessageInitShape<typeof VolumeSchema> {
  const source = contentSource(volume.source);
  return {
    volumeId: volume.id,
    capacityBytes: volume.capacityBytes,
    volumeContext: contextOf(volume),
    accessibleTopology: [TOPOLOGY],
    ...(source && { contentSource: source }),
  };
}

function contextOf({ name }: Volume): Record<string, string> {
  return { [`${DRIVER_NAME}/name`]: name };
}

function statusOf({ attachments }: Volume): {
  readonly publishedNodeIds: string[];
  readonly volumeCondition: { readonly abnormal: boolean; readonly message: string };
} {
  return {
    publishedNodeIds: attachments.map(({ nodeId }) => nodeId),
    volumeCondition: { abnormal: false, message: "in sync" },
  };
}

/** Whether a topology is the one of this driver, as far as it names keys of this driver. */
function isOurs(segments: Readonly<Record<string, string>>): boolean {
  return Object.entries(TOPOLOGY.segments).every(
    ([key, value]) => !Object.hasOwn(segments, key) || segments[key] === value,
  );
}

function freeBytes(state: DriverState): bigint {
  return state.volumes.reduce((free, { capacityBytes }) => free - capacityBytes, POOL_BYTES);
}

function requireFree(state: DriverState, bytes: bigint): void {
  if (bytes > freeBytes(state)) throw new CallFailure(status.RESOURCE_EXHAUSTED, "the pool is full");
}
