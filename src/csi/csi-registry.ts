import { createRegistry, type Registry } from "@bufbuild/protobuf";
import { file_csi_v1_csi } from "./gen/csi/v1/csi_pb.js";

/** All types, services and options of the Container Storage Interface, version 1 (package `csi.v1`). */
export const csiRegistry: Registry = createRegistry(file_csi_v1_csi);
