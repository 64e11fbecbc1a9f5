import { createRegistry, type Registry } from "@bufbuild/protobuf";
import { file_csi_v1_csi } from "./gen/csi/v1/csi_pb.js";

/** All types, services and options of the Container Storage Interface, version 1 (package `csi.v1`). */
export const csiRegistry: Registry = createRegistry(file_csi_v1_csi);

/**
 * The key under which the kubelet passes the service account tokens of a pod. The key is in `volume_context`, or in `secrets`
 * if the CSIDriver object sets `serviceAccountTokenInSecrets` (Kubernetes 1.35, KEP-5538).
 */
export const SERVICE_ACCOUNT_TOKENS_KEY = "csi.storage.k8s.io/serviceAccount.tokens" as const;
