import { randomUUID } from "node:crypto";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { status } from "@grpc/grpc-js";
import { Controller, type SnapshotSchema } from "../../csi/gen/csi/v1/csi_pb.js";
import { CallFailure, type ServedMethod, serve } from "../grpc-server.js";
import type { DriverState } from "./driver-state.js";
import { pageOf, requireFields, requireName } from "./request-checks.js";
import type { Snapshot } from "./saved-state.js";

/** The methods of the Controller service for snapshots. */
export function snapshotService(state: DriverState): readonly ServedMethod[] {
  return [
    serve(Controller.method.createSnapshot, ({ name, sourceVolumeId }) => {
      requireName(name);
      requireFields({ source_volume_id: sourceVolumeId });
      const existing = state.snapshots.find((snapshot) => snapshot.name === name);
      if (existing !== undefined && existing.sourceVolumeId !== sourceVolumeId) {
        throw new CallFailure(status.ALREADY_EXISTS, "the name belongs to a snapshot of another volume");
      }
      const snapshot = existing ?? newSnapshot(state, name, sourceVolumeId);
      if (existing === undefined) state.putSnapshot(snapshot);
      state.save();
      return { snapshot: shown(snapshot) };
    }),

    serve(Controller.method.deleteSnapshot, ({ snapshotId }) => {
      requireFields({ snapshot_id: snapshotId });
      state.deleteSnapshot(snapshotId);
      state.save();
      return {};
    }),

    serve(Controller.method.listSnapshots, (request) => {
      const { snapshotId, sourceVolumeId } = request;
      const matching = state.snapshots.filter(
        (snapshot) =>
          (snapshotId === "" || snapshot.id === snapshotId) &&
          (sourceVolumeId === "" || snapshot.sourceVolumeId === sourceVolumeId),
      );
      const { entries, nextToken } = pageOf(matching, request, state.lastSerial);
      return { entries: entries.map((snapshot) => ({ snapshot: shown(snapshot) })), nextToken };
    }),

    serve(Controller.method.getSnapshot, ({ snapshotId }) => {
      requireFields({ snapshot_id: snapshotId });
      const snapshot = state.snapshot(snapshotId);
      if (snapshot === undefined) throw new CallFailure(status.NOT_FOUND, "there is no such snapshot");
      return { snapshot: shown(snapshot) };
    }),
  ];
}

function newSnapshot(state: DriverState, name: string, sourceVolumeId: string): Snapshot {
  const { capacityBytes } = state.existingVolume(sourceVolumeId);
  return {
    id: `snap-${randomUUID()}`,
    serial: state.nextSerial(),
    name,
    sourceVolumeId,
    sizeBytes: capacityBytes,
    createdAt: Date.now(),
  };
}

function shown({
  id,
  sourceVolumeId,
  sizeBytes,
  createdAt,
}: Snapshot): MessageInitShape<typeof SnapshotSchema> {
  return {
    snapshotId: id,
    sourceVolumeId,
    sizeBytes,
    creationTime: timestampFromMs(createdAt),
    readyToUse: true,
  };
}
