import type { Policy } from "../policy/policy.js";
import { achuala } from "./achuala.js";
import { bytebase } from "./bytebase.js";
import { clutch } from "./clutch.js";
import { livekit } from "./livekit.js";
import { envoy, marshalZap, moc, peerdb, xds } from "./plain-bools.js";
import { redact, redactV3 } from "./redact.js";
import { safetyCulture } from "./safety-culture.js";

/** The dialects that need no more than their name, as the command line and policy files call them. */
export const NAMED_DIALECTS: ReadonlyMap<string, Policy> = new Map([
  ["achuala", achuala],
  ["bytebase", bytebase],
  ["clutch", clutch],
  ["envoy", envoy],
  ["livekit", livekit],
  ["marshal-zap", marshalZap],
  ["moc", moc],
  ["peerdb", peerdb],
  ["redact", redact],
  ["redact-v3", redactV3],
  ["safety-culture", safetyCulture],
  ["xds", xds],
]);

/** The dialect that needs a list of tags, too. */
export const CONFLUENT = "confluent";
