// For users: tests of their own code.

export type { Policy } from "../policy/policy.js";
export type { Sanitizer } from "../sanitizer/create-sanitizer.js";
export type { SecretScope } from "../scrub/collected-secrets.js";
export type { Finding } from "../scrub/findings/finding.js";
export { expectNoLeaks, type NoLeaksOptions } from "./expect-no-leaks.js";
export { LeakError } from "./leak-error.js";
export { type LeakPropertyOptions, leakProperty } from "./leak-property.js";
export { type MessageConstraints, messageArbitrary, twinsArbitrary } from "./message-arbitrary.js";
