// For users: the CSI preset.

export { type CsiPolicyOptions, csiPolicy, SERVICE_ACCOUNT_TOKENS_KEY } from "./csi-policy.js";
export { csiRegistry } from "./csi-registry.js";
export { type CsiSanitizerOptions, createCsiSanitizer, stripSecrets } from "./csi-sanitizer.js";
