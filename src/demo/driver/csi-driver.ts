import type { ServedMethod } from "../grpc-server.js";
import { attachService } from "./attach-service.js";
import type { DriverState } from "./driver-state.js";
import { identityService } from "./identity-service.js";
import { nodeService } from "./node-service.js";
import { snapshotService } from "./snapshot-service.js";
import { volumeService } from "./volume-service.js";

/**
 * A CSI driver that keeps to the specification, with errors and all, but has no storage: the Identity, Controller and Node
 * services. It is made to point real clients at.
 */
export function csiDriver(state: DriverState): readonly ServedMethod[] {
  return [
    ...identityService(),
    ...volumeService(state),
    ...snapshotService(state),
    ...attachService(state),
    ...nodeService(state),
  ];
}
