import { create, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { redactedBytes } from "../redact/redacted-bytes.js";
import { runs } from "../runs.js";
import { expectEqual } from "./expect-equal.js";
import { messageSamples } from "./message-samples.js";
import { changeArbitrary, mutated } from "./mutated.js";
import { policies, registry, subjects } from "./subjects.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

function decoded(desc: DescMessage, bytes: Uint8Array): Message | undefined {
  try {
    return fromBinary(desc, bytes);
  } catch {
    return undefined;
  }
}

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

/** The promises for any bytes: they print as @bufbuild/protobuf decodes them, or as a note; and redacted bytes decode. */
function expectAgreement(desc: DescMessage, bytes: Uint8Array): void {
  const expected = decoded(desc, bytes);
  for (const sanitizer of sanitizers) {
    const text = sanitizer.stringifyBinary(desc, bytes);
    if (expected === undefined) JSON.parse(text);
    else expectEqual(text, sanitizer.stringify(expected));
    const redacted = sanitizer.redactBinary(desc, bytes);
    if (redacted === undefined) expectEqual(expected, undefined);
    else expectEqual(decoded(desc, redacted) === undefined, false);
  }
}

describe.each(subjects)("wire bytes of $name", (subject) => {
  const messages = messageSamples(subject);

  it("print as the message that @bufbuild/protobuf makes of them", () => {
    messages.check(({ desc, message }) => {
      const bytes = toBinary(desc, message);
      expect(decoded(desc, bytes)).toBeDefined();
      expectAgreement(desc, bytes);
    });
  });

  // Ten mutations of each message: 10,000 for each group of types at full strength.
  it("print so even if they are mutated, and a note if they are malformed", () => {
    messages.check(({ desc, message, mutations }) => {
      const bytes = toBinary(desc, message);
      for (const changes of mutations.take(10)) expectAgreement(desc, mutated(bytes, changes));
    });
  });
});

describe("wire bytes", () => {
  const sanitizer = createSanitizer({ schemas: [registry], policy: policies });

  it("of any kind never make it throw", () => {
    const types = subjects.flatMap((subject) => subject.types);
    fc.assert(fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 200 }), expectAgreement), {
      numRuns: runs(40_000),
    });
  });

  it("that are malformed never show a secret, though its bytes may be cut, moved or mislabelled", () => {
    const type = "csi.v1.NodePublishVolumeRequest";
    const desc = registry.getMessage(type);
    if (desc === undefined) throw new Error(`${type} is registered`);
    const secret = fc.stringMatching(/^s3cr3t-[0-9a-f]{24}$/);
    const message = secret.map((value) => ({
      value,
      bytes: toBinary(
        desc,
        create(desc, {
          volumeId: "vol-1",
          secrets: { password: value, other: `${value}"${value}` },
          volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: `{"aud":{"token":"${value}"}}`, pool: "fast" },
          targetPath: "/var/lib/kubelet/pods/x",
        }),
      ),
    }));
    fc.assert(
      // One change: a second one could make the key of a token another key, which is open for every reader.
      fc.property(message, changeArbitrary, ({ value, bytes }, mutation) => {
        const changed = mutated(bytes, [mutation]);
        if (decoded(desc, changed) !== undefined) return;
        expect(sanitizer.stringifyBinary(desc, changed)).not.toContain(value);
        const redacted = sanitizer.redactBinary(desc, changed);
        expect(redacted !== undefined && Buffer.from(redacted).includes(value)).toBe(false);
      }),
      { numRuns: runs(20_000) },
    );
  });
});

describe.each(subjects)("redacted wire bytes of $name", (subject) => {
  const messages = messageSamples(subject);
  const whole = createSanitizer({ schemas: [registry], policy: policies });
  const protojson = createSanitizer({ schemas: [registry], policy: policies, format: "protojson" });

  it("decode, print as the original does, and stay as they are when redacted again", () => {
    messages.check(({ desc, message }) => {
      const bytes = toBinary(desc, message);
      const redacted = redactedBytes(whole, desc, bytes);
      expect(whole.stringify(fromBinary(desc, redacted))).toBe(whole.stringifyBinary(desc, bytes));
      expect(protojson.stringifyBinary(desc, redacted)).toBe(protojson.stringifyBinary(desc, bytes));
      expectEqual(redactedBytes(whole, desc, redacted), redacted);
    });
  });

  it("of twins that differ only in secrets are the same bytes", () => {
    messages.check(({ desc, message, twin }) => {
      expectEqual(
        redactedBytes(whole, desc, toBinary(desc, message)),
        redactedBytes(whole, desc, toBinary(desc, twin)),
      );
    });
  });
});
