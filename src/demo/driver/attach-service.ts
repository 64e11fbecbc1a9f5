import { status } from "@grpc/grpc-js";
import { Controller } from "../../csi/gen/csi/v1/csi_pb.js";
import { CallFailure, type ServedMethod, serve } from "../grpc-server.js";
import type { DriverState } from "./driver-state.js";
import { capabilityText, isForOneNode, requireCapability, requireFields } from "./request-checks.js";
import type { Attachment } from "./saved-state.js";

/** The only node that there is. */
export const NODE_ID = "node-a";

/** The methods of the Controller service that bring a volume to a node, and take it away. */
export function attachService(state: DriverState): readonly ServedMethod[] {
  return [
    serve(Controller.method.controllerPublishVolume, (request) => {
      const { volumeId, nodeId, volumeCapability, readonly } = request;
      requireFields({ volume_id: volumeId, node_id: nodeId });
      requireCapability(volumeCapability);
      const volume = state.existingVolume(volumeId);
      if (nodeId !== NODE_ID) throw new CallFailure(status.NOT_FOUND, "there is no such node");
      const wanted: Attachment = { nodeId, readonly, capability: capabilityText(volumeCapability) };
      const existing = volume.attachments.find((attachment) => attachment.nodeId === nodeId);
      if (existing !== undefined && !isSame(existing, wanted)) {
        throw new CallFailure(status.ALREADY_EXISTS, "the volume is published to the node in another way");
      }
      if (isForOneNode(volumeCapability) && volume.attachments.some((other) => other.nodeId !== nodeId)) {
        throw new CallFailure(status.FAILED_PRECONDITION, "the volume is published to another node");
      }
      if (existing === undefined) {
        state.putVolume({ ...volume, attachments: [...volume.attachments, wanted] });
      }
      state.save();
      return { publishContext: { portal: "192.0.2.10:3260", lun: String(volume.serial) } };
    }),

    serve(Controller.method.controllerUnpublishVolume, ({ volumeId, nodeId }) => {
      requireFields({ volume_id: volumeId });
      const volume = state.volume(volumeId);
      // Without a node, the volume is taken from all nodes.
      const attachments = volume?.attachments.filter((other) => nodeId !== "" && other.nodeId !== nodeId);
      if (volume !== undefined && attachments?.length !== volume.attachments.length) {
        state.putVolume({ ...volume, attachments: attachments ?? [] });
      }
      state.save();
      return {};
    }),
  ];
}

function isSame(one: Attachment, other: Attachment): boolean {
  return one.readonly === other.readonly && one.capability === other.capability;
}
