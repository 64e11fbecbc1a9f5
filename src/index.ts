// For users: making a sanitizer and printing with it.

export { STRIPPED } from "./marker.js";
export type { ExplainedField } from "./policy/explain.js";
export { jwt } from "./policy/jwt.js";
// For users: saying what is secret.
export {
  DEFAULT_FIELD_OPTIONS,
  type Detector,
  type KeyPattern,
  MAX_PATTERN_KEY_LENGTH,
  type MapKeyRule,
  type Policy,
  type ValueDescriber,
} from "./policy/policy.js";
export { PolicyError } from "./policy/policy-error.js";
export {
  createSanitizer,
  type MethodTypes,
  type Sanitizer,
  type TypeInput,
} from "./sanitizer/create-sanitizer.js";
export type { SanitizerFormat, SanitizerOptions } from "./sanitizer/sanitizer-options.js";
export { Stripped } from "./sanitizer/stripped.js";
export { SchemaError } from "./schema/schema-error.js";
export type { SchemaInput } from "./schema/schema-input.js";
export type { SecretScope } from "./scrub/collected-secrets.js";
export type { HoldOptions, LiveSecrets } from "./scrub/live.js";
export type { Limits } from "./write/limits.js";
