import { describe, expect, it } from "vitest";
import { commentSuspicion } from "../../src/policy/comment-suspicion.js";
import { type Suspicion, suspicionOf } from "../../src/policy/suspicion.js";
import type { FieldShape, ScalarName, ValueType } from "../../src/schema/message-shape.js";
import { fieldShape } from "../plan/field-shape.js";

const STRING: ValueType = { kind: "scalar", scalar: "string" };

function message(typeName: string): ValueType {
  return { kind: "message", typeName, delimited: false };
}

function number(scalar: ScalarName = "int32"): ValueType {
  return { kind: "scalar", scalar };
}

function fieldOf(
  name: string,
  { type = STRING, owner = "Message" }: { type?: ValueType; owner?: string } = {},
): FieldShape {
  return fieldShape({ name, fullName: `acme.v1.${owner}.${name}`, jsonName: name, type });
}

function severityOf(name: string, type: ValueType = STRING, owner = "Message"): string {
  return suspicionOf(fieldOf(name, { type, owner }))?.severity ?? "none";
}

function codeOf(name: string, type: ValueType = STRING, owner = "Message"): Suspicion["code"] | "none" {
  return suspicionOf(fieldOf(name, { type, owner }))?.code ?? "none";
}

function words(text: string): readonly string[] {
  return text.split(" ");
}

describe("a string is", () => {
  it.each(
    words(
      "password PASSWORD db_PASSWORD passwd userPassword db_password pass pwd passphrase pass_phrase secret client_secret clientSecret token access_token " +
        "accessToken refreshtoken apikey api_key APIKey private_key ssh_key encryption_key account_key credentials creds " +
        "chap_secret node_chap auth authorization bearer jwt session_cookie kubeconfig keytab otp pin storage_keys sas",
    ),
  )("a likely suspect if it is called %s", (name) => expect(severityOf(name)).toBe("likely"));

  it.each(
    words(
      "recovery_code recoveryCodes backup_codes verification_code verify_code confirmation_code mfa_code otp_code two_factor_code " +
        "auth_code authorization_code one_time_code login_code sms_code device_code user_code activation_code reset_code " +
        "invite_code invitationCode temp_code",
    ),
  )("a likely suspect if it is a code for one use, such as %s", (name) =>
    expect([severityOf(name), codeOf(name)]).toEqual(["likely", "one-time code"]),
  );

  it.each(words("session_id sessionId SessionID sessionid session_ids user_session_id"))(
    "a likely suspect if it names a session, as %s does",
    (name) => expect([severityOf(name), codeOf(name)]).toEqual(["likely", "session"]),
  );

  it.each(
    words(
      "license_key licenseKey client_key connection_string connectionString dsn pem_bundle keystore keyring signed_url presigned_url " +
        "seed_phrase csrf_token docker_config_json pkcs12",
    ),
  )("a likely suspect if it is called %s, in which a credential stands", (name) =>
    expect(severityOf(name)).toBe("likely"),
  );

  it.each(
    words(
      "starting_token next_token nextPageToken continuation_token secret_name secret_ref token_url password_file key object_id_key",
    ),
  )("a possible suspect if it is called %s", (name) => expect(severityOf(name)).toBe("possible"));

  it.each(
    words("secret_algorithm password_policy auth_realm token_timestamp credentials_source token_properties"),
  )("a possible suspect if it is called %s, which is only about a credential", (name) =>
    expect([severityOf(name), codeOf(name)]).toEqual(["possible", "about"]),
  );

  it.each(words("next_token next_tokens start_next_page_token pageToken"))(
    "a possible suspect if it is called %s, a token of pages",
    (name) => expect([severityOf(name), codeOf(name)]).toEqual(["possible", "page token"]),
  );

  it.each(words("my_next_token next_token_secret"))(
    "a likely suspect if it is called %s, which is no token of pages",
    (name) => expect([severityOf(name), codeOf(name)]).toEqual(["likely", "credential"]),
  );

  it.each(words("myapi_key userland_key subgroup_key rowan_key"))(
    "a possible suspect if it is called %s, a key of a kind that is not known",
    (name) => expect([severityOf(name), codeOf(name)]).toEqual(["possible", "key"]),
  );

  it.each(
    words(
      "license licence certificate client_cert tls_certs request_body response_body responseBody body payload contents blob_data user_data " +
        "mount_flags mountOptions options extra_args argv command_line cmd env headers role role_arn external_id session webhook_url",
    ),
  )("a possible suspect if it is called %s, which may hold credentials among other things", (name) =>
    expect([severityOf(name), codeOf(name)]).toEqual(["possible", "content"]),
  );

  it.each(
    words(
      "user author authority bypass passenger compass spinner pinned keyboard monkey tokenizer secretary topology_keys partition_key " +
        "public_key primary_key chapter volume_id note error_code country_code status_code zip_code source_code encoded barcode " +
        "content_type body_size environmental rollback metadata database everybody antibody discontents commander licensee",
    ),
  )("no suspect if it is called %s", (name) => expect(severityOf(name)).toBe("none"));
});

describe("a suspicion has words for what speaks against the field", () => {
  it.each<[name: string, owner: string, severity: string, code: string, reason: string]>([
    ["password", "Login", "likely", "credential", 'its name speaks of "password"'],
    ["recoveryCode", "Login", "likely", "one-time code", 'its name speaks of "recovery code"'],
    ["secret_name", "Login", "possible", "about", 'its name speaks of "secret", though of its name'],
    ["next_page_token", "List", "possible", "page token", "a token, though one of pages by its name"],
    ["payload", "Request", "possible", "content", 'its name speaks of "payload"'],
    ["payload", "VaultSecret", "likely", "type", 'its type speaks of "secret"'],
    ["clientKey", "Login", "likely", "key", 'its name speaks of "client key"'],
    ["key", "Login", "possible", "key", 'its name speaks of "key"'],
    ["value", "Header", "possible", "anything", "the value of a pair can be anything"],
    ["values", "Outer.EnvVar", "possible", "anything", "the value of a pair can be anything"],
  ])("%s in %s", (name, owner, severity, code, reason) => {
    expect(suspicionOf(fieldOf(name, { owner }))).toEqual({ severity, code, reason });
  });

  it("for free JSON, too", () => {
    expect(suspicionOf(fieldOf("extra", { type: message("google.protobuf.Struct") }))).toEqual({
      severity: "possible",
      code: "anything",
      reason: "anything can stand under its keys",
    });
  });
});

describe("what a type says of its fields", () => {
  it.each(["SecretPayload", "Credential", "GetPasswordResponse", "AccessToken"])(
    "what has no name of its own in a %s is a likely suspect",
    (owner) => {
      for (const name of ["data", "value", "contents", "raw", "inline_string"])
        expect([name, codeOf(name, STRING, owner), severityOf(name, STRING, owner)]).toEqual([
          name,
          "type",
          "likely",
        ]);
      expect(severityOf("display_name", STRING, owner)).toBe("none");
      expect(severityOf("data_crc32c", number("int64"), owner)).toBe("none");
    },
  );

  it.each(["KeyValue", "EnvVar", "Header", "QueryParam"])(
    "the value of a %s can be anything, and its key is no cryptographic key",
    (owner) => {
      expect(codeOf("value", STRING, owner)).toBe("anything");
      expect(codeOf("key", STRING, owner)).toBe("none");
    },
  );

  it("is said of fields without a name of their own only", () => {
    expect(codeOf("private_key", STRING, "KeyValue")).toBe("key");
    expect(codeOf("key_password", STRING, "KeyValue")).toBe("credential");
    expect(codeOf("value", STRING, "HeaderList")).toBe("none");
    expect(codeOf("user_data", STRING, "SecretPayload")).toBe("content");
    expect(codeOf("text_style", STRING, "SecretPayload")).toBe("none");
    expect(codeOf("rawData", STRING, "SecretPayload")).toBe("type");
    expect(codeOf("content", STRING, "SecretPayload")).toBe("type");
    expect(codeOf("payload", STRING, "Vault.Secret")).toBe("type");
  });

  it("but that of a type for keys is", () => {
    expect(severityOf("key", STRING, "ApiKeyEntry")).toBe("possible");
  });
});

describe("a field that cannot hold credentials is not a suspect, whatever its name", () => {
  it.each<[string, ValueType]>([
    ["password_required", { kind: "scalar", scalar: "bool" }],
    ["pin", { kind: "scalar", scalar: "bool" }],
    ["auth_type", { kind: "enum", enum: { typeName: "acme.v1.Auth", closed: false, values: [] } }],
    ["token_expiry", message("google.protobuf.Timestamp")],
    ["has_password", message("google.protobuf.BoolValue")],
    ["max_tokens", number()],
    ["max_tokens", message("google.protobuf.UInt32Value")],
    ["secrets", number()],
    ["password_length", number()],
    // A type that protobuf may get one day.
    ["pin", message("google.protobuf.StructMask")],
    ["pin", message("google.protobuf.AnyMask")],
    ["pin", message("google.protobuf.ValueMask")],
    ["session_id", number("int64")],
    ["status_code", number()],
  ])("%s", (name, type) => {
    expect(severityOf(name, type)).toBe("none");
    expect(commentSuspicion(fieldOf(name, { type }), "the password", () => true)).toBeUndefined();
  });

  it.each<[string, ValueType]>([
    ["pin", number()],
    ["user_pin", number()],
    ["cvv", number()],
    ["passcode", number()],
    ["pass_code", number()],
    ["dbpassword", number()],
    ["otp", message("google.protobuf.UInt32Value")],
    ["verification_code", number("uint64")],
  ])("but some numbers are secret, such as %s", (name, type) => {
    expect(severityOf(name, type)).toBe("likely");
  });
});

describe("a field that holds messages", () => {
  const auth = fieldOf("auth", { type: message("acme.v1.AuthConfig") });

  it("is no suspect if the fields of the type are judged for themselves", () => {
    expect(suspicionOf(auth, (typeName) => typeName === "acme.v1.AuthConfig")).toBeUndefined();
    expect(commentSuspicion(auth, "The password.", () => true)).toBeUndefined();
  });

  it("is judged by its name if they are not", () => {
    expect(suspicionOf(auth, () => false)?.severity).toBe("likely");
    expect(commentSuspicion(auth, "The password.", () => false)?.severity).toBe("possible");
  });

  it.each(["Struct", "Value", "ListValue"])("is a possible suspect if it is a google.protobuf.%s", (name) => {
    const extra = fieldOf("extra", { type: message(`google.protobuf.${name}`) });
    expect(suspicionOf(extra)?.code).toBe("anything");
    expect(commentSuspicion(extra, "The password.", () => true)?.code).toBe("comment");
  });

  it.each(["StringValue", "BytesValue", "Any"])("is like a string if it is a google.protobuf.%s", (name) => {
    expect(severityOf("password", message(`google.protobuf.${name}`))).toBe("likely");
    expect(severityOf("nickname", message(`google.protobuf.${name}`))).toBe("none");
    const note = fieldOf("note", { type: message(`google.protobuf.${name}`) });
    expect(commentSuspicion(note, "The password.", () => true)?.code).toBe("comment");
  });
});
