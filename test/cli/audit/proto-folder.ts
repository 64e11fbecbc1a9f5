import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the tests of a file, which is removed when they are done. */
export interface ProtoFolder {
  /** The path of a name in the folder. */
  at(name: string): string;
  /** Writes a file, and returns its path. */
  write(name: string, text: string | Uint8Array): string;
}

/** Makes such a folder. */
export function protoFolder(): ProtoFolder {
  const folder = mkdtempSync(join(tmpdir(), "audit-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  return {
    at,
    write(name, text) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
      return at(name);
    },
  };
}

/** A file with suspects of all kinds, and a secret. */
export const LOGIN = `syntax = "proto3";
package acme.v1;
import "github.com/container-storage-interface/spec/lib/go/csi/csi.proto";

// A service, so that there are methods.
service Logins { rpc Login(LoginRequest) returns (LoginReply) { option deprecated = true; } }
message LoginRequest {
  string user = 1; string password = 2;
  /* string commented = 3; */
  oneof second { string recovery_code = 3; bytes blob = 4; }
  map<string,
    string> labels = 5 [deprecated = true];
  string hidden = 6 [(csi.v1.csi_secret) = true];
  message Inner { string api_key = 1; Kind kind = 2; int32 count = 3; }
  Inner inner = 7;
  enum Kind { UNKNOWN = 0; }
}
message LoginReply { string note = 1; }
`;
