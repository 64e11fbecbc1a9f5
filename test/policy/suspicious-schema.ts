import protobuf from "protobufjs";
import { createSanitizer, type OnSuspect, type Policy, type Sanitizer } from "../../src/index.js";

/** Types with fields that may hold credentials. No field is marked. */
const PROTO = `
syntax = "proto3";
package acme.v1;
import "google/protobuf/struct.proto";
message Login {
  string user = 1;
  string password = 2;
  string recovery_code = 3;
  AuthConfig auth = 4;
  Trusted trusted = 5;
  bool has_token = 6;
}
message AuthConfig { string realm = 1; bytes token = 2; }
message Trusted { string note = 1; }
message Vault { AuthConfig secret = 1; string label = 2; }
message Labels { map<string, string> labels = 1; google.protobuf.Struct extra = 2; }
`;

/** The parsed schema of these types. */
export function root(): protobuf.Root {
  return protobuf.parse(PROTO, { keepCase: true }).root;
}

/** A sanitizer for the schema; with the defaults if nothing else is said. */
export function sanitizerWith(onSuspect?: OnSuspect, policy: Policy = {}): Sanitizer {
  return createSanitizer({ schemas: [root()], policy, ...(onSuspect && { onSuspect }) });
}

/** A login with a value in each of its suspects. */
export const LOGIN: Readonly<Record<string, unknown>> = {
  user: "jane",
  password: "hunter2",
  recovery_code: "1234-5678",
  auth: { realm: "r", token: Buffer.from("t0ken") },
};

/** Rules that settle all suspects. */
export const SETTLED: Policy = {
  fields: ["acme.v1.Login.password", "acme.v1.AuthConfig.token"],
  open: ["acme.v1.Login.recovery_code", /^acme\.v1\.Labels\./],
};
