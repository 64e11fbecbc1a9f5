import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  PluginCapability_VolumeExpansion_Type as Expansion,
  Identity,
  type PluginCapabilitySchema,
  PluginCapability_Service_Type as PluginService,
} from "../../csi/gen/csi/v1/csi_pb.js";
import { type ServedMethod, serve } from "../grpc-server.js";

/** The name of the driver, and the prefix of its keys. */
export const DRIVER_NAME = "demo.csi.example";

const VERSION = "1.0.0";

/** The Identity service. */
export function identityService(): readonly ServedMethod[] {
  return [
    serve(Identity.method.getPluginInfo, () => ({ name: DRIVER_NAME, vendorVersion: VERSION })),
    serve(Identity.method.probe, () => ({ ready: true })),
    serve(Identity.method.getPluginCapabilities, () => ({
      capabilities: [
        service(PluginService.CONTROLLER_SERVICE),
        service(PluginService.VOLUME_ACCESSIBILITY_CONSTRAINTS),
        expansion(Expansion.ONLINE),
      ],
    })),
  ];
}

function service(type: PluginService): MessageInitShape<typeof PluginCapabilitySchema> {
  return { type: { case: "service", value: { type } } };
}

function expansion(type: Expansion): MessageInitShape<typeof PluginCapabilitySchema> {
  return { type: { case: "volumeExpansion", value: { type } } };
}
