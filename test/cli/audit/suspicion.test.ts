import { describe, expect, it } from "vitest";
import { suspicionOf } from "../../../src/cli/audit/suspicion.js";
import type { FieldShape, ValueType } from "../../../src/schema/message-shape.js";

const STRING: ValueType = { kind: "scalar", scalar: "string" };

function severityOf(name: string, type: ValueType = STRING, comment = ""): string {
  const field: FieldShape = {
    name,
    fullName: `acme.v1.Message.${name}`,
    isGuessedName: false,
    otherNames: [],
    propertyNames: [],
    jsonName: name,
    number: 1,
    validatesUtf8: true,
    cardinality: {
      kind: "singular",
      presence: "implicit",
      oneof: undefined,
      defaultValue: undefined,
      isProto3Optional: false,
    },
    type,
    options: [],
  };
  return suspicionOf(field, comment)?.severity ?? "none";
}

describe("a string is", () => {
  it.each(
    (
      "password passwd userPassword db_password pass pwd passphrase pass_phrase secret client_secret clientSecret token access_token " +
      "accessToken refreshtoken apikey api_key APIKey private_key ssh_key encryption_key account_key credentials creds " +
      "chap_secret node_chap auth authorization bearer jwt session_cookie kubeconfig keytab otp pin storage_keys sas"
    ).split(" "),
  )("a likely suspect if it is called %s", (name) => expect(severityOf(name)).toBe("likely"));

  it.each(
    "starting_token next_token nextPageToken continuation_token secret_name secret_ref token_url password_file key object_id_key".split(
      " ",
    ),
  )("a possible suspect if it is called %s", (name) => expect(severityOf(name)).toBe("possible"));

  it.each(
    (
      "user author authority bypass passenger compass spinner pinned keyboard monkey tokenizer secretary topology_keys partition_key " +
      "public_key primary_key chapter volume_id note"
    ).split(" "),
  )("no suspect if it is called %s", (name) => expect(severityOf(name)).toBe("none"));

  it.each([
    ["Holds the admin's password.", "possible"],
    ["An access token.", "possible"],
    ["CHAP name", "possible"],
    ["A token to start the next page from, and the topology keys.", "none"],
    ["Names the author.", "none"],
  ])("judged by its comment: %s", (comment, severity) => {
    expect(severityOf("note", STRING, comment)).toBe(severity);
  });
});

describe("a field that cannot hold credentials is not a suspect, whatever its name", () => {
  it.each<[string, ValueType]>([
    ["password_required", { kind: "scalar", scalar: "bool" }],
    ["auth_type", { kind: "enum", enum: { typeName: "acme.v1.Auth", closed: false, values: [] } }],
    ["token_expiry", { kind: "message", typeName: "google.protobuf.Timestamp", delimited: false }],
    ["max_tokens", { kind: "scalar", scalar: "int32" }],
  ])("%s", (name, type) => expect(severityOf(name, type, "the password")).toBe("none"));

  it("but some numbers are secret", () => {
    expect(severityOf("pin", { kind: "scalar", scalar: "int32" })).toBe("likely");
  });
});
