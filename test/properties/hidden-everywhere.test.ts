import { toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { textSearch } from "../redact/holds-text.js";
import { redactedBytes } from "../redact/redacted-bytes.js";
import { expectFound, isSecret } from "./hidden-secrets.js";
import { hiddenValues } from "./hidden-values.js";
import { type MessageSample, messageSamples } from "./message-samples.js";
import { policies, registry, subjects } from "./subjects.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });

const secretsOfSamples = new WeakMap<MessageSample, readonly string[] | undefined>();

/** The hidden texts of a message, found once for all checks. */
function secretTexts(sample: MessageSample): readonly string[] | undefined {
  if (secretsOfSamples.has(sample)) return secretsOfSamples.get(sample);
  const printed = sanitizer.stringify(sample.desc, sample.message);
  // A map with the key `$typeName` is no map for the reader, so it has neither keys nor values.
  const texts = printed.includes("<<wrong type of value")
    ? undefined
    : hiddenValues(sample.desc, sample.message, printed)
        .filter(isSecret)
        .map(({ text }) => text);
  secretsOfSamples.set(sample, texts);
  return texts;
}

describe.each(subjects)("6. values that stringify hides: $name", (subject) => {
  const messages = messageSamples(subject);
  const check = (look: (texts: readonly string[], sample: MessageSample) => void): void => {
    messages.check((sample) => {
      const texts = secretTexts(sample);
      if (texts !== undefined) look(texts, sample);
    });
  };

  it("secretsOf finds in the message", () => {
    check((texts, { desc, message }) => expectFound(sanitizer.secretsOf(desc, message), texts));
  });

  it("secretsOf finds in the bytes of the message", () => {
    check((texts, { desc, message }) => {
      expectFound(sanitizer.secretsOf(desc, toBinary(desc, message)), texts);
    });
  });

  it("redact does not keep, and neither do the bytes of the copy", () => {
    check((texts, { message, desc }) => {
      const copy = sanitizer.redact(desc, message);
      expect(texts.filter(textSearch(copy))).toEqual([]);
    });
  });

  it("redactBinary does not keep", () => {
    check((texts, { desc, message }) => {
      const bytes = Buffer.from(redactedBytes(sanitizer, desc, toBinary(desc, message)));
      expect(texts.filter((text) => bytes.includes(text))).toEqual([]);
    });
  });
});
