import { inspect } from "node:util";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { runs } from "../runs.js";
import { deepFreeze } from "./deep-freeze.js";
import { anyMessage, anyTwins, policies, registry, subjects } from "./subjects.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });
const protojson = createSanitizer({ schemas: [registry], policy: policies, format: "protojson" });

describe.each(subjects)("redacted copies of $name", ({ types }) => {
  it("print as the message does, in both formats, and have a wire form that is the redacted one", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const before = toBinary(desc, message);
        const copy = sanitizer.redact(deepFreeze(message));
        if (copy === undefined) throw new Error("a message of a known type has a copy");
        expect(sanitizer.stringify(desc, copy)).toBe(sanitizer.stringify(desc, message));
        expect(protojson.stringify(desc, copy)).toBe(protojson.stringify(desc, message));
        expect(toBinary(desc, message)).toEqual(before);
        const bytes = toBinary(desc, copy);
        expect(sanitizer.stringifyBinary(desc, bytes)).toBe(sanitizer.stringify(message));
        expect(sanitizer.stringify(fromBinary(desc, sanitizer.redactBinary(desc, before)))).toBe(
          sanitizer.stringify(copy),
        );
        expect(sanitizer.redact(copy)).toEqual(copy);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("of twins that differ only in secrets are alike", () => {
    fc.assert(
      fc.property(anyTwins(types), ({ twins: [left, right] }) => {
        const [a, b] = [sanitizer.redact(left), sanitizer.redact(right)];
        expect(inspect(a, { depth: 20, showHidden: true })).toBe(inspect(b, { depth: 20, showHidden: true }));
      }),
      { numRuns: runs(1000) },
    );
  });
});
