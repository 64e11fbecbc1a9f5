// For users: make a sanitizer and print with it.

export { createSanitizer, type Sanitizer, type TypeInput } from "./sanitizer/create-sanitizer.js";
export type { PseudonymsInput } from "./sanitizer/given-pseudonyms.js";
export type { SanitizerFormat, SanitizerOptions } from "./sanitizer/sanitizer-options.js";
export { Stripped, type StrippedPrinter } from "./sanitizer/stripped.js";
export type { MethodTypes, TextSanitizer } from "./sanitizer/text-sanitizer.js";
export type { Limits } from "./write/limits.js";

// For users: give it the schemas of the messages.

export type { PackageDefinition } from "./schema/proto-loader.js";
export type {
  ProtobufjsJson,
  ProtobufjsNamespace,
  ProtobufjsType,
  SchemaInput,
} from "./schema/schema-input.js";
export { SchemaError } from "./schema/type-source.js";

// For users: say what is secret.

export { STRIPPED } from "./marker.js";
export type { Action, Audiences, ClassActions, LastAction } from "./policy/classes.js";
export type { ExplainedField } from "./policy/explain.js";
export { type FoundJwt, jwt, type LocatingDetector } from "./policy/jwt.js";
export {
  type AllConditions,
  type Classified,
  DEFAULT_FIELD_OPTIONS,
  type Detector,
  type FieldDetectorRule,
  type FieldPattern,
  type FieldRule,
  type JsonRule,
  type KeyPattern,
  MAX_PATTERN_KEY_LENGTH,
  type MapKeyRule,
  type OpenFieldTest,
  type OptionCondition,
  type OptionConstant,
  type OptionRule,
  type Policy,
  PolicyError,
  type PolicyRules,
  type UnlistedRule,
  type ValueDescriber,
} from "./policy/policy.js";
export type { ClassPseudonyms, PseudonymMaker, PseudonymOf } from "./policy/pseudonyms.js";
export type { OnSuspect, Suspect } from "./policy/suspects.js";
export type { Suspicion } from "./policy/suspicion.js";
export type { PseudonymKey } from "./pseudonym/create-pseudonyms.js";

// For users: find secrets in text.

export type { SecretScope } from "./scrub/collected-secrets.js";
export type { CallerFrame, Finding, FindingListener, FindingSource } from "./scrub/findings/finding.js";
export { type HoldOptions, type LiveSecrets, liveSecrets } from "./scrub/live.js";
