import { describe, expect, it } from "vitest";
import { csiPolicy, csiRegistry } from "../../../src/csi/index.js";
import { createSanitizer } from "../../../src/index.js";
import { TOKENS_KEY } from "./log-formats.js";
import { scrubText } from "./scrub-text.js";

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const TOKENS = `{"vault":{"token":"${JWT}"}}`;
const MARKER = "***stripped***";

describe("values that are found", () => {
  it.each([
    // CSI before version 1, camel case, Go's names, google-protobuf's.
    ['"node_publish_secrets":{"a":"S"}', `"node_publish_secrets":{"a":"${MARKER}"}`],
    ["NodeStageSecrets:map[a:S] X:1", `NodeStageSecrets:map[a:${MARKER}] X:1`],
    ['"secretsMap":[["a","S"]]', `"secretsMap":[["${MARKER}","${MARKER}"]]`],
    [`["${TOKENS_KEY}",${JSON.stringify(TOKENS)}]`, `["${TOKENS_KEY}","${MARKER}"]`],
    [
      `{"key":"${TOKENS_KEY}","value":${JSON.stringify(TOKENS)}}`,
      `{"key":"${TOKENS_KEY}","value":"${MARKER}"}`,
    ],
    // Values that are not strings, and nested values.
    [
      '{"secrets":{"a":1,"b":[true,{"c":"S"}],"d":null,"e":""}}',
      `{"secrets":{"a":"${MARKER}","b":["${MARKER}",{"c":"${MARKER}"}],"d":null,"e":""}}`,
    ],
    [`{"${TOKENS_KEY}":{"aud":{"token":"S"}}}`, `{"${TOKENS_KEY}":{"aud":{"token":"${MARKER}"}}}`],
    ['"secrets":\n{"a":"S"}', `"secrets":\n{"a":"${MARKER}"}`],
    // A slash that was escaped.
    [
      '"csi.storage.k8s.io\\/serviceAccount.tokens":"S"',
      `"csi.storage.k8s.io\\/serviceAccount.tokens":"${MARKER}"`,
    ],
    [
      "\\u0022secrets\\u0022:{\\u0022a\\u0022:\\u0022S\\u0022}",
      `\\u0022secrets\\u0022:{\\u0022a\\u0022:\\u0022${MARKER}\\u0022}`,
    ],
    // Go with %#v, and with data that is not text.
    ['Secrets:map[string]string{"a":"S"}, X:1', `Secrets:map[string]string{"a":"${MARKER}"}, X:1`],
    ["Secrets:map[a:[1 2 3]] X:1", `Secrets:map[a:${MARKER}] X:1`],
    // Only words that keys are made of are kept between values that nothing quotes.
    [
      "Secrets:map[password:a b:c username:d odd:e] X:1",
      `Secrets:map[password:${MARKER} username:${MARKER}] X:1`,
    ],
    // A key that speaks of a secret is enough, in a map without a name.
    ["map[password:a b user:c]", `map[password:${MARKER} user:c]`],
    ["secrets: map[password:a]b], done", `secrets: map[password:${MARKER}], done`],
    [
      "Map(1) { 'secrets' => Map(1) { 'a' => 'S' } }",
      `Map(1) { 'secrets' => Map(1) { 'a' => '${MARKER}' } }`,
    ],
    // Hashes of Ruby, by symbols.
    [`{:secrets=>{"a"=>"S"}, :id=>"v"}`, `{:secrets=>{"a"=>"${MARKER}"}, :id=>"v"}`],
    ['{:secrets => {:a => "S"}, :id => 1}', `{:secrets => {:a => "${MARKER}"}, :id => 1}`],
    ["(secrets => { return 1 })", "(secrets => { return 1 })"],
    [
      "\x1b[33msecrets\x1b[39m: { a: \x1b[32m'S'\x1b[39m }",
      `\x1b[33msecrets\x1b[39m: { a: \x1b[32m'${MARKER}'\x1b[39m }`,
    ],
    ["secrets: { a: `S'\"`, 'b-c': \"it's S\" }", `secrets: { a: \`${MARKER}\`, 'b-c': "${MARKER}" }`],
    [
      `VolumeContext:map[a:b ${TOKENS_KEY}:${TOKENS} c:d]`,
      `VolumeContext:map[a:b ${TOKENS_KEY}:${MARKER} c:d]`,
    ],
    // What drivers tell iscsiadm.
    [
      "iscsiadm --name node.session.auth.password --value S -x",
      `iscsiadm --name node.session.auth.password --value ${MARKER} -x`,
    ],
    [
      '["-n","node.session.auth.password_in","-v","S"]',
      `["-n","node.session.auth.password_in","-v","${MARKER}"]`,
    ],
    ["node.session.auth.password = S", `node.session.auth.password = ${MARKER}`],
    // A string of several lines, as util.inspect writes it.
    ["secrets: { key: 'S\\n' +\n    'S' }", `secrets: { key: '${MARKER}' +\n    '${MARKER}' }`],
    // Tokens alone.
    [`Authorization: Bearer ${JWT}.`, `Authorization: Bearer ${MARKER}.`],
    [`token=${JWT}&a=b`, `token=${MARKER}&a=b`],
    [`${JWT.slice(0, 21)}${"x".repeat(20_000)}`, MARKER],
  ])("%s", (log, clean) => {
    expect(scrubText(log)).toBe(clean);
  });

  it.each([
    ["password=S user=b", `password=${MARKER} user=b`],
    ['{"password":12,"user":"b"}', `{"password":"${MARKER}","user":"b"}`],
    ["{ password: 'S\\n' +\n  \"S'S\", user: 'b' }", `{ password: '${MARKER}' +\n  "${MARKER}", user: 'b' }`],
    ["{ password: 'S', user: 'b' }", `{ password: '${MARKER}', user: 'b' }`],
    ['volume_context:{key:"password" value:"S"}', `volume_context:{key:"password" value:"${MARKER}"}`],
    ['msg="password: S" a=b', `msg="password: ${MARKER}" a=b`],
  ])("%s, with password as a key", (log, clean) => {
    expect(scrubText(log, { keys: ["password"] })).toBe(clean);
    expect(scrubText(log)).toBe(log);
  });

  it("is in every field of CSI that carries csi_secret", () => {
    const sanitizer = createSanitizer({ schemas: [csiRegistry], policy: csiPolicy() });
    const types = [...csiRegistry].flatMap((type) => (type.kind === "message" ? type.typeName : []));
    const secrets = types
      .flatMap((type) => sanitizer.explain(type))
      .filter(({ verdict }) => verdict === "secret")
      .map(({ field }) => field.slice(field.lastIndexOf(".") + 1));
    expect(secrets.length).toBeGreaterThan(0);
    for (const name of new Set(secrets)) {
      expect(scrubText(`"${name}":{"a":"S"}`)).toBe(`"${name}":{"a":"${MARKER}"}`);
    }
  });
});

describe("text that is left alone", () => {
  it.each([
    'found 3 secrets: none is new\n{"msg":"next"}',
    '{"secrets":3,"imagePullSecrets":[{"name":"registry"}]}',
    '{"secrets":null}\n{"secrets":"***stripped***"}',
    "secrets: [Object], secrets: undefined, Secrets:map[] X:1",
    "mysecrets: { a: 'b' }",
    "eyJhbGciOiJSUzI1NiJ9 eyJ.a.b",
    "node.session.auth.password -verbose",
  ])("%s", (log) => {
    expect(scrubText(log)).toBe(log);
  });
});

describe("a record that was cut off", () => {
  it.each([
    [
      '{"msg":"secrets:{key:\\"a\\" value:\\"S","v":1}\nnext',
      `{"msg":"secrets:{key:\\"a\\" value:\\"${MARKER}","v":1}\nnext`,
    ],
    // Without a value behind it, it may be one itself.
    [
      'secrets:<key:"a" \nI0102 03:04:05 1 a.go:1] "b"',
      `secrets:<key:"${MARKER}" \nI0102 03:04:05 1 a.go:1] "b"`,
    ],
    ['secrets:<key:"a" value:"S\r\nnext "b"', `secrets:<key:"a" value:"${MARKER}\r\nnext "b"`],
    ["Secrets:map[key:-----BEGIN\nS\n-----END] X:1", `Secrets:map[key:${MARKER}] X:1`],
    ['Secrets:map[key:S\n{"msg":"next ]"}', `Secrets:map[key:${MARKER}\n{"msg":"next ]"}`],
  ])("ends where it was cut: %j", (log, clean) => {
    expect(scrubText(log)).toBe(clean);
  });
});
