import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CredentialKeys, credentialsIn } from "../../src/calls/credential-metadata.js";
import { shownMetadata } from "../../src/calls/shown-metadata.js";
import { SecretHolder } from "../../src/scrub/live.js";
import { runs } from "../runs.js";

const CREDENTIALS: readonly string[] = [
  ...[
    "authorization",
    "Authorization",
    "proxy-authorization",
    "x-forwarded-authorization",
    "x-auth",
    "authentication",
  ],
  ...[
    "grpcgateway-authorization",
    "grpc-metadata-authorization",
    "cookie",
    "set-cookie",
    "grpcgateway-cookie",
  ],
  ...["x-api-key", "apikey", "api_key", "x-goog-api-key", "ocp-apim-subscription-key", "x-functions-key"],
  ...["dd-application-key", "x-amz-server-side-encryption-customer-key", "x-client-key"],
  ...[
    "x-auth-token",
    "x-vault-token",
    "x-amz-security-token",
    "x-csrf-token",
    "private-token",
    "access_token",
  ],
  ...["x-client-secret", "x-password", "x-user-pass", "db-pwd", "x-aws-credentials", "x-session-id", "x-otp"],
  ...["x-goog-iap-jwt-assertion", "x-hub-signature-256", "x-token-bin", "authorization-bin", "password-bin"],
];
const OPEN: readonly string[] = [
  ...[
    "traceparent",
    "tracestate",
    "baggage",
    "b3",
    "x-b3-traceid",
    "x-request-id",
    "x-correlation-id",
    "trace-id",
  ],
  ...[
    "user-agent",
    "content-type",
    "grpc-timeout",
    "grpc-encoding",
    "grpc-trace-bin",
    "grpc-status-details-bin",
  ],
  ...["x-auth-request-id", "x-token-span-id", ":authority", "accept-encoding", "connect-protocol-version"],
  ...["x-ratelimit-remaining-tokens", "host", "te"],
];
const UNKNOWN: readonly string[] = [
  "x-tenant",
  "x-author",
  "idempotency-key",
  "x-forwarded-for",
  "www-authenticate",
  "etag",
];

describe("the values of a key", () => {
  const keys = new CredentialKeys();
  it.each(CREDENTIALS)("are credentials under %s", (key) => expect(keys.kindOf(key)).toBe("credential"));
  it.each(OPEN)("are open under %s, whatever they look like", (key) => expect(keys.kindOf(key)).toBe("open"));
  it.each(UNKNOWN)("have to tell themselves under %s", (key) => expect(keys.kindOf(key)).toBe("unknown"));

  it("are what the options say, in any case, with and without -bin", () => {
    const given = new CredentialKeys({ "X-Tenant": true, "next-page-token": false });
    const kinds = ["x-tenant", "X-TENANT-bin", "next-page-token", "authorization"].map((key) =>
      given.kindOf(key),
    );
    expect(kinds).toEqual(["credential", "credential", "open", "credential"]);
  });

  it("are never shown if they are credentials, also if the key is allowed by name", () => {
    const allowed = new Set(["authorization", "x-tenant"]);
    const entries = [
      ["authorization", ["Bearer opaque-1"]],
      ["x-tenant", ["acme"]],
    ] as const;
    expect(shownMetadata(entries, { allowed, credentials: keys }, { size: 0, scrub: String })).toEqual({
      authorization: "***stripped***",
      "x-tenant": "acme",
    });
  });

  it("do not fill the memory if keys are hostile", () => {
    const hostile = new CredentialKeys();
    for (let index = 0; index < 5000; index++) hostile.kindOf(`x-${index}`);
    expect(hostile.kindOf(`${"x-".repeat(5000)}token`)).toBe("credential");
  });
});

/** The credentials in one value, as texts. */
function found(key: string, ...values: readonly (string | Buffer)[]): readonly string[] {
  return credentialsIn([[key, values]], new CredentialKeys()).values.map((value) =>
    typeof value === "string" ? value : `bytes ${Buffer.from(value).toString("hex")}`,
  );
}

describe("the credentials in metadata", () => {
  it.each<[string, string, string | Buffer, readonly string[]]>([
    ["a token after its scheme", "authorization", "Bearer opaque-1", ["opaque-1"]],
    ["a token after any scheme", "proxy-authorization", "acme-v2   opaque-1", ["opaque-1"]],
    ["a token without a scheme", "authorization", " opaque-1 ", ["opaque-1"]],
    ["a password", "authorization", `Basic ${btoa("jane:pass:word")}`, [btoa("jane:pass:word"), "pass:word"]],
    [
      "a key in place of a user",
      "authorization",
      `basic ${btoa("sk-live-1:")}`,
      [btoa("sk-live-1:"), "sk-live-1"],
    ],
    ["a token after a scheme under another key", "x-api-key", "Bearer opaque-1", ["opaque-1"]],
    ["a text with blanks under another key", "x-password", "correct horse", ["correct horse"]],
    [
      "a parameter",
      "authorization",
      'Digest username="jane", response="6629fae4", uri="/"',
      ['username="jane", response="6629fae4", uri="/"', 'username="jane"', 'response="6629fae4"', "6629fae4"],
    ],
    [
      "a signature",
      "authorization",
      "AWS4-HMAC-SHA256 Credential=AKIA/2026, SignedHeaders=host, Signature=fe5f80f7",
      ["Credential=AKIA/2026, SignedHeaders=host, Signature=fe5f80f7"],
    ],
    [
      "several values of a key, joined",
      "x-api-key",
      "opaque-key-1, opaque-key-2",
      ["opaque-key-1", "opaque-key-2"],
    ],
    [
      "each cookie",
      "cookie",
      'a=first-1; b="second 2"; c=th%20ird',
      ["first-1", "second 2", "th%20ird", "th ird"],
    ],
    ["a cookie that is set", "set-cookie", "sid=opaque-1; Path=/; HttpOnly", ["opaque-1"]],
    ["a text in binary metadata", "authorization-bin", Buffer.from("Bearer opaque-1"), ["opaque-1"]],
    ["bytes", "x-token-bin", Buffer.from([255, 1, 2, 254]), ["bytes ff0102fe"]],
    ["bytes as base64", "x-token-bin", "/wEC/g", ["/wEC/g", "bytes ff0102fe"]],
    [
      "texts as base64, joined",
      "x-token-bin",
      `${btoa("opaque-1")},${btoa("opaque-2")}`,
      ["opaque-1", "opaque-2"],
    ],
    [
      "a JSON Web Token under any key",
      "x-tenant",
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
      ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"],
    ],
    ["what a known scheme announces, under any key", "x-tenant", "bearer opaque-1", ["opaque-1"]],
  ])("are %s", (_, key, value, expected) => {
    expect(found(key, value)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each([...OPEN, "x-tenant"])("are none under %s", (key) => {
    expect(found(key, "4bf92f3577b34da6a3ce929d0e0e4736")).toEqual([]);
  });

  it("are found in logs in every way in which a service may write them", () => {
    const secret = fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(..."abcXYZ019-._~+/") });
    const scheme = fc.constantFrom("Bearer", "token", "ApiKey", "x-scheme");
    fc.assert(
      fc.property(secret, scheme, fc.constantFrom(...CREDENTIALS), (value, word, key) => {
        const isBinary = key.endsWith("-bin");
        const isAnyScheme = /auth(?:entication|orization)?(?:-bin)?$/i.test(key);
        const text = key.includes("cookie") ? `sid=${value}` : isAnyScheme ? `${word} ${value}` : value;
        const live = new SecretHolder();
        live.hold(credentialsIn([[key, [isBinary ? Buffer.from(text) : text]]], new CredentialKeys()).values);
        const base64 = Buffer.from(`jane:${value}`).toString("base64");
        for (const line of [
          value,
          text,
          JSON.stringify({ [key]: text }),
          encodeURIComponent(value),
          base64,
        ]) {
          const scrubbed = live.scrub(`handler saw ${line} end`);
          expect(scrubbed).not.toContain(value);
          expect(scrubbed).toContain("***stripped***");
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  it("are bounded, and found in linear time, in hostile metadata", () => {
    const long = "a=".repeat(50_000);
    for (const key of ["cookie", "authorization", "x-token", "x-token-bin"]) {
      for (const unit of ["a", "a=b; ", "a, ", 'a="', " ", "Basic ", "\t,"]) {
        const { values } = credentialsIn(
          [[key, [unit.repeat(100_000 / unit.length), long]]],
          new CredentialKeys(),
        );
        expect(values.length).toBeLessThanOrEqual(1000);
      }
    }
  });

  it("do not change the metadata, and are copies of its bytes", () => {
    const bytes = Buffer.from([255, 1, 2, 254]);
    const [held] = credentialsIn([["x-token-bin", [bytes]]], new CredentialKeys()).values;
    bytes.fill(0);
    expect(held).toEqual(Uint8Array.of(255, 1, 2, 254));
  });
});
