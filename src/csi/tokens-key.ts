/**
 * The key under which the kubelet passes pod service account tokens: in `volume_context`, or in `secrets` where the
 * CSIDriver object sets `serviceAccountTokenInSecrets` (Kubernetes 1.35, KEP-5538).
 */
export const SERVICE_ACCOUNT_TOKENS_KEY = "csi.storage.k8s.io/serviceAccount.tokens" as const;
