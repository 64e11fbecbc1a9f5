// For users: policies as files. It loads `yaml`.

export { type LoadedPolicy, type LoadPolicyOptions, loadPolicy } from "./load-policy.js";
export { PolicyFileError } from "./policy-file-error.js";
export { type JsonSchema, policySchema } from "./policy-schema.js";

// For users: the types of the main entry that appear in the signatures above.

export type { Action, Audiences, ClassActions } from "../policy/classes.js";
export type { Detector, Policy } from "../policy/policy.js";
