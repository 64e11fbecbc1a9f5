// For users: the CSI preset.

export { type CsiPolicyOptions, csiPolicy, SERVICE_ACCOUNT_TOKENS_KEY } from "./csi-policy.js";
export { csiRegistry } from "./csi-registry.js";
export { type CsiSanitizerOptions, createCsiSanitizer, stripSecrets } from "./csi-sanitizer.js";
export { type CheckCsiDriverOptions, checkCsiDriver } from "./manifest/check-csi-driver.js";
export type { CsiDriverFinding, Severity } from "./manifest/finding.js";
export type { KubernetesVersions } from "./manifest/kubernetes-version.js";
export { ManifestError } from "./manifest/manifest-error.js";
