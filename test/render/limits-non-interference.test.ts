import { create, type Message } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import type { Sanitizer, SanitizerFormat } from "../../src/index.js";
import { ListsSchema, MapsSchema, SecretScalarsSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";

// Messages that differ only in secrets print the same. A limit must not change that: the place and the size of a cut must not
// depend on the length or the number of secrets.

/** What is secret in a message: two sets of these make twins. */
interface Secrets {
  readonly secrets: Readonly<Record<string, string>>;
  readonly tokens: string;
  readonly jwt: string;
  readonly otherJwts: readonly string[];
  readonly bytes: Uint8Array;
  readonly numbers: readonly number[];
}

const base64Url = (text: string): string => Buffer.from(text).toString("base64url");
const anyJwt = fc
  .record({ kid: fc.string(), payload: fc.string({ maxLength: 300 }), before: fc.string({ maxLength: 20 }) })
  .map(({ kid, payload, before }) => {
    const header = base64Url(JSON.stringify({ alg: "RS256", kid }));
    return `${before} ${header}.${base64Url(payload)}.${base64Url(kid + payload)}`;
  });

const anySecrets: fc.Arbitrary<Secrets> = fc.record({
  secrets: fc.dictionary(fc.string(), fc.string({ maxLength: 300 }), { minKeys: 1 }),
  tokens: fc.string({ maxLength: 300 }),
  jwt: anyJwt,
  otherJwts: fc.array(anyJwt, { minLength: 1, maxLength: 5 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  numbers: fc.array(fc.integer(), { minLength: 1, maxLength: 50 }),
});

const templates: Record<string, (secrets: Secrets, open: string) => Message> = {
  "a request with secrets and service account tokens": ({ secrets, tokens }, open) =>
    create(NodePublishVolumeRequestSchema, {
      volumeId: open,
      secrets,
      volumeContext: { pod: open, [SERVICE_ACCOUNT_TOKENS_KEY]: tokens, zone: open },
      targetPath: open,
    }),
  "tokens in open strings, lists, and keys of maps": ({ jwt, otherJwts }, open) =>
    create(MapsSchema, {
      byString: { [open]: jwt, "~": open, ...Object.fromEntries(otherJwts.map((key) => [key, open])) },
      byInt32: { 1: jwt, 2: open },
      toLeaf: { 1: { open: jwt, hidden: jwt } },
    }),
  "secret lists": ({ secrets, numbers, jwt }, open) =>
    create(ListsSchema, {
      strings: [open, jwt, open],
      hiddenStrings: Object.values(secrets),
      hiddenInts: [...numbers],
      hiddenLeaves: numbers.map((number) => ({ open: String(number) })),
    }),
  "secret scalars": ({ tokens, bytes }) =>
    create(SecretScalarsSchema, { fString: `x${tokens}`, fBytes: bytes, fInt64: BigInt(bytes.length) }),
  "what is secret in an Any and in a Struct": ({ secrets, jwt }, open) =>
    create(SingularSchema, {
      any: anyPack(
        NodePublishVolumeRequestSchema,
        create(NodePublishVolumeRequestSchema, { volumeId: open, secrets, stagingTargetPath: jwt }),
      ),
      struct: { a: [jwt, { [jwt]: open }], b: open },
      fieldMask: { paths: [open.replace(/[^a-z]/g, ""), jwt] },
      stringValue: jwt,
    }),
};

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

const sanitizers: readonly Sanitizer[] = FORMATS.flatMap((format) => [
  createCsiSanitizer({ schemas: [registry], format }),
  ...[64, 80, 100, 130, 170, 220, 300, 500].map((maxOutputLength) =>
    createCsiSanitizer({ schemas: [registry], format, limits: { maxOutputLength } }),
  ),
  ...[0, 1, 5, 13, 14, 15, 50].map((maxStringLength) =>
    createCsiSanitizer({ schemas: [registry], format, limits: { maxStringLength } }),
  ),
  ...[0, 1, 2, 3].map((maxListLength) =>
    createCsiSanitizer({
      schemas: [registry],
      format,
      limits: { maxListLength, maxDepth: maxListLength + 1 },
    }),
  ),
]);

describe.each(Object.entries(templates))("%s", (_, message) => {
  it("print the same under every limit, for any secrets", () => {
    fc.assert(
      fc.property(anySecrets, anySecrets, fc.string({ maxLength: 40 }), (left, right, open) => {
        const [one, other] = [message(left, open), message(right, open)];
        for (const sanitizer of sanitizers) {
          expect(sanitizer.stringify(one)).toBe(sanitizer.stringify(other));
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it("print some of the open values", () => {
    const [secrets] = fc.sample(anySecrets, 1);
    if (secrets === undefined) throw new Error("there is one sample");
    const [whole] = sanitizers;
    expect(whole?.stringify(message(secrets, "open"))).toContain("***stripped***");
  });
});
