// For users: property-testing their own code.
export { type MessageConstraints, messageArbitrary, twinsArbitrary } from "./message-arbitrary.js";
