// For users: ready rules for annotations that are in use, to be put into a policy.

export { achuala } from "./achuala.js";
export { bytebase } from "./bytebase.js";
export { clutch } from "./clutch.js";
export { confluent } from "./confluent.js";
export { livekit } from "./livekit.js";
export { envoy, marshalZap, moc, peerdb, xds } from "./plain-bools.js";
export { redact, redactV3 } from "./redact.js";
export { safetyCulture } from "./safety-culture.js";

// For users: the type of the main entry that appears in the signatures above.

export type { Policy } from "../policy/policy.js";
