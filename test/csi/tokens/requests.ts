import { create } from "@bufbuild/protobuf";
import {
  type NodePublishVolumeRequest,
  NodePublishVolumeRequestSchema,
} from "../../../src/csi/gen/csi/v1/csi_pb.js";

/** The key, as the kubelet has it. */
export const KEY = "csi.storage.k8s.io/serviceAccount.tokens";

/** A token as the API server issues them, in shape. */
export const TOKEN =
  "eyJhbGciOiJSUzI1NiIsImtpZCI6IkFCQyJ9.eyJhdWQiOlsidmF1bHQiXSwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50Om5zOnNhIn0.c2lnbmF0dXJl";
export const EXPIRES = "2026-01-01T00:00:00Z";

/** The text that the kubelet passes, with one token per audience. */
export function tokensText(tokens: Readonly<Record<string, string>> = { vault: TOKEN }): string {
  const entries = Object.entries(tokens).map(([audience, token]) => [
    audience,
    { token, expirationTimestamp: EXPIRES },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** What the two maps of a request hold. */
export interface Maps {
  readonly secrets?: Record<string, string>;
  readonly volumeContext?: Record<string, string>;
}

/** A request as @bufbuild/protobuf has it. */
export function requestWith(maps: Maps): NodePublishVolumeRequest {
  return create(NodePublishVolumeRequestSchema, {
    volumeId: "vol-1",
    targetPath: "/target",
    volumeCapability: { accessType: { case: "mount", value: { fsType: "ext4" } } },
    ...maps,
  });
}
