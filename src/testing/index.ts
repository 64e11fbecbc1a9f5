// For users: property tests of their own code.

export type { Policy } from "../policy/policy.js";
export { type MessageConstraints, messageArbitrary, twinsArbitrary } from "./message-arbitrary.js";
