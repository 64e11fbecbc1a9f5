// For users: the CSI preset.

export { type CsiPolicyOptions, csiPolicy } from "./csi-policy.js";
export { csiRegistry } from "./csi-registry.js";
export { type CsiSanitizerOptions, createCsiSanitizer, stripSecrets } from "./csi-sanitizer.js";
// For users: the service account tokens of a request.
export { Secret } from "./tokens/secret.js";
export {
  hasCredentials,
  type ServiceAccountToken,
  type ServiceAccountTokens,
  type ServiceAccountTokensOptions,
  serviceAccountTokens,
} from "./tokens/service-account-tokens.js";
export {
  ServiceAccountTokensError,
  type ServiceAccountTokensProblem,
  type TokenSource,
} from "./tokens/service-account-tokens-error.js";
export { withoutTokens } from "./tokens/without-tokens.js";
export { SERVICE_ACCOUNT_TOKENS_KEY } from "./tokens-key.js";
