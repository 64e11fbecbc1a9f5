import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { scrubBytes, scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";

/** Headers that hold a credential, and their values. */
const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["Authorization", "Token 9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b"],
  ["authorization", "ApiKey foo:bar"],
  [
    "Authorization",
    "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu/s3/aws4_request, SignedHeaders=host, Signature=fe5f80f7",
  ],
  ["authorization", "AWS AKIAEXAMPLE:frJIUN8DYpKDtOLCwo="],
  ["Authorization", "Splunk B5A79AAD-D822-46CC-80D1-819F80D7BFB0"],
  ["Authorization", "Custom 0123456789abcdefABCDEF"],
  ["AUTHORIZATION", "fd8b0c4e3a7d4f0e9b1c2d3e4f5a6b7c"],
  ["HTTP_AUTHORIZATION", "Token abc"],
  ["grpc-metadata-authorization", "Token abc"],
  ["Cookie", "session=abcdef0123456; theme=dark"],
  ["set-cookie", "sid=38afes7a8; HttpOnly; Path=/"],
  ["X-Vault-Token", "s.ajksdhakjsdh"],
  ["X-VAULT-TOKEN", "hvs.CAESIJ"],
  ["x-api-key", "abc"],
  ["HTTP_X_API_KEY", "0123456789abcdef"],
  ["PRIVATE-TOKEN", "glpat-abcdef"],
  ["Ocp-Apim-Subscription-Key", "0123456789abcdef"],
  ["x-goog-api-key", "AIzaSyA"],
  ["x-amz-security-token", "FwoGZXIvYXdzE//w=="],
  ["x-auth", "hunter2"],
  ["x-session-id", "38afes7a8"],
  ["x-vault-token-bin", "c2VjcmV0"],
  ["Acme-Auth-Token", "zQ7hunter2Xk9w"],
  ["shopify-access-token", "shpat_0123456789abcdef"],
];

/** How logs have a header. */
const PLACES: Readonly<Record<string, (name: string, value: string) => string>> = {
  "a line": (name, value) => `GET / HTTP/1.1\n${name}: ${value}\nHost: open`,
  "a line of Windows": (name, value) => `GET / HTTP/1.1\r\n${name}: ${value}\r\nHost: open`,
  "curl -v": (name, value) => `> ${name}: ${value}\n> Host: open`,
  "curl -i": (name, value) => `\x1b[1m${name}\x1b[0m: ${value}\n\x1b[1mHost\x1b[0m: open`,
  "an argument": (name, value) => `curl -H "${name}: ${value}" http://keystone:5000`,
  "an argument in one word": (name, value) => `curl '-H${name}: ${value}' http://keystone:5000`,
  JSON: (name, value) => JSON.stringify({ headers: { [name]: value, host: "open" } }),
  "JSON with lists": (name, value) => JSON.stringify({ headers: { [name]: [value], host: ["open"] } }),
  "JSON in JSON": (name, value) => JSON.stringify({ msg: JSON.stringify({ [name]: value, host: "open" }) }),
  "JSON with line ends": (name, value) =>
    JSON.stringify({ raw: `GET / HTTP/1.1\r\n${name}: ${value}\r\nHost: open\r\n\r\n`, a: "open" }),
  "util.inspect": (name, value) => inspect({ headers: { [name]: value, host: "open" } }),
  "a Map": (name, value) => inspect(new Map([[name, [value]]])),
  "an attribute": (name, value) =>
    JSON.stringify({ [`http.request.header.${name}`]: [value], "url.path": "open" }),
  "a list of pairs": (name, value) =>
    JSON.stringify([
      [name, value],
      ["host", "open"],
    ]),
  "a raw list": (name, value) => JSON.stringify(["host", "open", name, value, "accept", "open"]),
  "a raw list of util.inspect": (name, value) => inspect(["host", "open", name, value]),
  "the log of Envoy": (name, value) => `':path', '/'\n'${name}', '${value}'\n'accept', 'open'`,
  "bytes of Python": (name, value) => `[(b'host', b'open'), (b'${name}', b'${value}')]`,
  "metadata of Python": (name, value) => `(_Metadatum(key='${name}', value='${value}'), 'open')`,
  HAR: (name, value) =>
    JSON.stringify({
      headers: [
        { name, value },
        { name: "host", value: "open" },
      ],
    }),
  "a map of Go": (name, value) => `map[${name}:[${value}] Zone:[open]]`,
  "text format": (name, value) => `headers { key: "${name}" value: "${value}" } host: "open"`,
};

describe.each(Object.entries(PLACES))("a header in %s", (_place, print) => {
  it.each(HEADERS)("%s: %s", (name, value) => {
    const log = print(name, value);
    const clean = scrubText(log);
    expect(clean).toContain(MARKER);
    for (const part of value.split(/[\s;,=:]+/).filter((text) => /\d|foo|bar|abc/.test(text)))
      expect(clean.replace("aws4", "")).not.toContain(part);
    expect(clean.split("open").length).toBe(log.split("open").length);
    expect(scrubText(clean)).toBe(clean);
  });
});

describe("a header with a name of its own", () => {
  it.each([
    ["Acme-Auth-Token: abc", `Acme-Auth-Token: ${MARKER}`],
    ["ACME-AUTH-TOKEN: abc", `ACME-AUTH-TOKEN: ${MARKER}`],
    ["< acme-auth-token: abc", `< acme-auth-token: ${MARKER}`],
    ["> acme-auth-token: abc\n> host: a", `> acme-auth-token: ${MARKER}\n> host: a`],
    ["* [HTTP/2] [1] [acme-auth-token: abc]", `* [HTTP/2] [1] [acme-auth-token: ${MARKER}`],
    ["curl -H 'acme-auth-token: abc' http://a", `curl -H 'acme-auth-token: ${MARKER}' http://a`],
    ['wget --header="acme-secret: abc" a', `wget --header="acme-secret: ${MARKER}" a`],
    ['{"headers":{"a":["b"],"acme-secret":"abc"}}', `{"headers":{"a":["b"],"acme-secret":"${MARKER}"}}`],
    [
      '{"req":"{\\"headers\\":{\\"acme-secret\\":\\"abc\\"}}"}',
      `{"req":"{\\"headers\\":{\\"acme-secret\\":\\"${MARKER}\\"}}"}`,
    ],
    ["headers: { a: 'b', 'acme-secret': [ 'abc' ] }", `headers: { a: 'b', 'acme-secret': [ '${MARKER}' ] }`],
    [
      "headers: {\n  a: 'b',\n  'acme-secret': 'abc'\n}",
      `headers: {\n  a: 'b',\n  'acme-secret': '${MARKER}'\n}`,
    ],
    [
      "internalRepr: Map(1) { 'acme-token' => [ 'abc' ] }",
      `internalRepr: Map(1) { 'acme-token' => [ '${MARKER}' ] }`,
    ],
    [
      'http.request.header.x_amz_security_token="abc"',
      `http.request.header.x_amz_security_token="${MARKER}"`,
    ],
    [
      '{"http.request.header.acme_auth_token":["abc"]}',
      `{"http.request.header.acme_auth_token":["${MARKER}"]}`,
    ],
    ["acme-token: zQ7hunter2Xk9w", `acme-token: ${MARKER}`],
  ])("%s", (log, clean) => {
    expect(scrubText(log)).toBe(clean);
    expect(scrubText(clean)).toBe(clean);
  });

  it.each([
    "Acme-Auth-Token: missing",
    "Acme-Auth: off",
    "Idempotency-Key: abc",
    "acme-secret: regcred",
    "acme-secret: vault-db-7f8d9c6b5-x2x4z",
    '{"headers":{"a":"b"},"acme-secret":"regcred"}',
    '{"labels":{"acme-token":"abc"}}',
    "--acme-token-file: zQ7hunter2Xk9w",
    '["Acme-Auth-Token","Acme-Name"]',
    "Access-Control-Allow-Headers: Authorization, Acme-Auth-Token",
  ])("stays, where it holds none: %s", (line) => {
    expect(scrubText(line)).toBe(line);
  });
});

describe("texts that hold no credential stay", () => {
  it.each([
    'authorization: user "x" cannot list pods',
    "Authorization: denied",
    "authorization: token has expired",
    "authorization: token lookup",
    "Authorization: Token expired",
    "Authorization: Digest authentication required",
    "Authorization: Negotiate failed",
    "authorization: AlwaysAllow",
    "authorization: Webhook2",
    "const authorization = context.metadata.get('Authorization');",
    '{"apiKey":3,"apiVersion":1}',
    '{"in":"x-api-key","required":true}',
    "Rejected authorization: Node authorization of system:node:ip-10-0-0-1.ec2.internal",
    "authorization: 2026-01-02T03:04:05Z",
    "authorization: rbac.authorization.k8s.io/v1",
    "authorization: took 1.234567s",
    "apiVersion: rbac.authorization.k8s.io/v1",
    '{"authorization":{"mode":"rbac","webhook1":"https://a.example"}}',
    '{"authorization":"RBAC"}',
    "token-refresh: done",
    "csi-secret: not found",
    "my-token: abc123def456",
    "external-token-secret: name",
    "image-pull-secret: regcred",
    'access-key: ""',
    "secret-name: x",
    "cookie: disabled",
    "Sending cookies. Cookie: off, 3 left",
    'vary: Cookie, "cookie": true',
    "x-api-key: missing",
    "x-api-key is required, x-auth-token: not found",
    "x-api-key: $API_KEY, x-vault-token: %s",
    'x-api-key: ""',
    '{"x-api-key":{"type":"apiKey","in":"header"}}',
    '{"x-api-key":null,"cookie":null,"authorization":""}',
    "X-Api-Key: ****",
    "projected/x-api-key: permission denied",
    '["authorization","x-api-key","content-type"]',
    '"Access-Control-Allow-Headers": "Authorization, X-Api-Key, Cookie"',
    'redact: ["x-api-key", "password"]',
    'www-authenticate: Token realm="a"',
    "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "x-request-id: 0af7651916cd43dd",
    "x-ratelimit-token: 100",
    "grpc-timeout-token: 1S",
    "nginx-token: abc123",
    "Authorization: Token ***stripped***",
    "Cookie: sid=***stripped***",
    "Cookie: theme=dark; sid=***stripped***",
    "Set-Cookie: sid=***stripped***; Path=/path; Max-Age=1000000; HttpOnly",
    "cookie: disabled; path=/",
    "authorization token lookup failed",
    "authorization Token lookup failed for user2",
    "the x-api-key header is required",
    "[X-Api-Key Accept Host]",
    "[x-api-key ***stripped***]",
    "authorization: ***k7:9f2c41d0e1a5***",
  ])("%s", (line) => {
    expect(scrubText(line)).toBe(line);
  });
});

describe("what is around a header", () => {
  it.each([
    ["Authorization: Bearer s.abcDEF123", `Authorization: Bearer ${MARKER}`],
    ["Proxy-Authorization: Basic cm9vdDpFWEFNUExFMQ==", `Proxy-Authorization: Basic ${MARKER}`],
    [
      'Proxy-Authorization: Digest username="Mufasa", response="6629fae4"\nHost: a',
      `Proxy-Authorization: ${MARKER}\nHost: a`,
    ],
    ["Cookie: session=a; theme=dark\nHost: a", `Cookie: ${MARKER}\nHost: a`],
    [
      "headers: { 'x-api-key': 'abc', authorization: 'Token 9944b' }",
      `headers: { 'x-api-key': '${MARKER}', authorization: '${MARKER}' }`,
    ],
    ['"x-api-key", "abc", "accept", "*/*"', `"x-api-key", "${MARKER}", "accept", "*/*"`],
    ['"authorization": Token abc123xyz next', `"authorization": ${MARKER}`],
    ['{"x-api-key":12345,"a":1}', `{"x-api-key":"${MARKER}","a":1}`],
    ['{"key":"x-api-key","rawValue":"YWJj"}', `{"key":"x-api-key","rawValue":"${MARKER}"}`],
    ['headers:{key:"x-api-key" raw_value:"abc"}', `headers:{key:"x-api-key" raw_value:"${MARKER}"}`],
    ["Cookie: a=***stripped***; sid=38afes7a8", `Cookie: ${MARKER}`],
    ["Cookie: $Version=1; sid=38afes7a8", `Cookie: ${MARKER}`],
    ["x-api-key: is.abc123", `x-api-key: ${MARKER}`],
    ["x-auth-token: Bearer abc", `x-auth-token: ${MARKER}`],
    ["{'x-api-key': b'abc', 'a': 1}", `{'x-api-key': b'${MARKER}', 'a': 1}`],
    ["{'Authorization': b'Token 9944b', 'a': 1}", `{'Authorization': b'${MARKER}', 'a': 1}`],
    [
      "\x1b[33mAuthorization\x1b[0m: \x1b[36mBearer zQ7hunter2Xk9w\x1b[0m",
      `\x1b[33mAuthorization\x1b[0m: \x1b[36mBearer ${MARKER}\x1b[0m`,
    ],
    ["[authorization Token 9944b09199c62bcf9418ad]", `[authorization Token ${MARKER}]`],
    ["[Host a X-Api-Key zQ7hunter2Xk9w Accept */*]", `[Host a X-Api-Key ${MARKER} Accept */*]`],
    ["'authorization', 'Bearer abc'", `'authorization', 'Bearer ${MARKER}'`],
    ["{x-api-key=abc, host=a}", `{x-api-key=${MARKER}, host=a}`],
    ["authorization=[Token abc] host=a", `authorization=${MARKER} host=a`],
    [
      'http.Header{"X-Api-Key":[]string{"abc"}, "Host":[]string{"a"}}',
      `http.Header{"X-Api-Key":[]string{"${MARKER}"}, "Host":[]string{"a"}}`,
    ],
  ])("stays: %s", (log, clean) => {
    expect(scrubText(log)).toBe(clean);
    expect(scrubText(clean)).toBe(clean);
  });

  it("does not depend on how the log is cut", () => {
    const log = Buffer.from(
      'a: 1\nAuthorization: Token 9944b0919\n"x-api-key", "abc", Cookie: sid=abc; a=b\nHost: a\n',
    );
    const whole = scrubBytes(log).toString();
    for (let cut = 0; cut < log.length; cut++) expect(scrubBytes(log, [cut]).toString()).toBe(whole);
  });
});
