import { inspect } from "node:util";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { redactedBytes } from "../redact/redacted-bytes.js";
import { expectEqual } from "./expect-equal.js";
import { frozenCopy, messageSamples } from "./message-samples.js";
import { policies, registry, subjects } from "./subjects.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });
const protojson = createSanitizer({ schemas: [registry], policy: policies, format: "protojson" });

describe.each(subjects)("redacted copies of $name", (subject) => {
  const messages = messageSamples(subject);

  it("print as the message does, in both formats, and have a wire form that is the redacted one", () => {
    messages.check(({ desc, message }) => {
      const before = toBinary(desc, message);
      const copy = sanitizer.redact(frozenCopy(desc, message));
      if (copy === undefined) throw new Error("a message of a known type has a copy");
      expect(sanitizer.stringify(desc, copy)).toBe(sanitizer.stringify(desc, message));
      expect(protojson.stringify(desc, copy)).toBe(protojson.stringify(desc, message));
      expectEqual(toBinary(desc, message), before);
      const bytes = toBinary(desc, copy);
      expect(sanitizer.stringifyBinary(desc, bytes)).toBe(sanitizer.stringify(message));
      expect(sanitizer.stringify(fromBinary(desc, redactedBytes(sanitizer, desc, before)))).toBe(
        sanitizer.stringify(copy),
      );
      expectEqual(sanitizer.redact(copy), copy);
      expectEqual(sanitizer.redact(message), copy);
    });
  });

  it("of twins that differ only in secrets are alike", () => {
    messages.check(({ message, twin }) => {
      expect(inspectAll(sanitizer.redact(message))).toBe(inspectAll(sanitizer.redact(twin)));
    });
  });
});

function inspectAll(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true });
}
