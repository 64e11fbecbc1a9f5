// For users: the CSI preset.

export { type CsiPolicyOptions, csiPolicy } from "./csi-policy.js";
export { type CsiSanitizerOptions, createCsiSanitizer, stripSecrets } from "./csi-sanitizer.js";
export { csiRegistry } from "./csi-schema.js";

// For users: the service account tokens of a request.

export { SERVICE_ACCOUNT_TOKENS_KEY } from "./csi-schema.js";
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

// For users: the types of the main entry that appear in the signatures above.

export type { Policy } from "../policy/policy.js";
export type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
export type { Stripped } from "../sanitizer/stripped.js";
