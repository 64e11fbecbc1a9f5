import { jwt } from "../policy/jwt.js";
import { DEFAULT_FIELD_OPTIONS, type KeyPattern, type MapKeyRule, type Policy } from "../policy/policy.js";
import { PolicyError } from "../policy/policy-error.js";

/**
 * The key under which the kubelet passes pod service account tokens: in `volume_context`, or in `secrets` where the
 * CSIDriver object sets `serviceAccountTokenInSecrets` (Kubernetes 1.35, KEP-5538).
 */
export const SERVICE_ACCOUNT_TOKENS_KEY = "csi.storage.k8s.io/serviceAccount.tokens" as const;

/** What counts as secret in CSI messages beside what always does. */
export interface CsiPolicyOptions {
  /** More keys of `volume_context` whose values are secret. The service account tokens always are. Default: none. */
  readonly volumeContextKeys?: readonly KeyPattern[];
  /**
   * Keys of other maps whose values are secret: `publish_context`, `parameters`, `mutable_parameters`, `segments`,
   * or any map of the given schemas. Default: none.
   */
  readonly mapKeys?: readonly MapKeyRule[];
}

/**
 * The policy for CSI: fields marked `csi_secret` or `debug_redact`; service account tokens in every `volume_context`,
 * in requests and responses; JSON Web Tokens in any string.
 *
 * @example
 * ```ts
 * csiPolicy({
 *   volumeContextKeys: ["example.com/password", /token$/i],
 *   mapKeys: [{ field: "publish_context", keys: ["chapSecret"] }],
 * });
 * ```
 */
export function csiPolicy({ volumeContextKeys = [], mapKeys = [] }: CsiPolicyOptions = {}): Policy {
  // A string would be spread into its letters, and match nothing.
  if (!Array.isArray(volumeContextKeys)) throw new PolicyError("volumeContextKeys", "is not a list");
  return {
    fieldOptions: DEFAULT_FIELD_OPTIONS,
    mapKeys: [
      { field: "volume_context", keys: [SERVICE_ACCOUNT_TOKENS_KEY, ...volumeContextKeys] },
      ...mapKeys,
    ],
    detectors: [jwt],
  };
}
