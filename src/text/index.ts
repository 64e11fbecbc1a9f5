// For users: make a sanitizer that only prints.

export { createTextSanitizer, type TextSanitizerOptions } from "../sanitizer/create-text-sanitizer.js";
export type { SanitizerFormat } from "../sanitizer/sanitizer-options.js";
export { Stripped } from "../sanitizer/stripped.js";
export type { MethodTypes, TextSanitizer } from "../sanitizer/text-sanitizer.js";
export type { Limits } from "../write/limits.js";

// For users: say what is secret. These are the same as in the main entry.

export { STRIPPED } from "../marker.js";
export { jwt } from "../policy/jwt.js";
export { type Policy, PolicyError } from "../policy/policy.js";
export type { OnSuspect } from "../policy/suspects.js";
export { SchemaError } from "../schema/type-source.js";
