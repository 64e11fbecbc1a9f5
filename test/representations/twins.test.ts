import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { anyTwins, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { libraries, someOf } from "./all-libraries.js";

const FORMATS: readonly SanitizerFormat[] = ["protosanitizer", "protojson"];

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

describe.each(subjects)("1. non-interference: $name", ({ types }) => {
  const known = libraries.filter((library) => types.some(({ typeName }) => library.knows(typeName)));

  it("twins that differ only in secrets print alike, whichever library decoded them", {
    timeout: 300_000,
  }, () => {
    fc.assert(
      fc.property(anyTwins(types), someOf(known), ({ desc, twins }, some) => {
        const bytes = twins.map((twin) => toBinary(desc, twin));
        const decoded = bytes.map((one) => fromBinary(desc, one));
        for (const { name, loses, knows, decode } of some) {
          if (!knows(desc.typeName) || decoded.some((twin) => loses.some((loss) => loss(desc, twin))))
            continue;
          const [left, right] = bytes.map((one) => decode(desc.typeName, one));
          for (const sanitizer of sanitizers) {
            const text = sanitizer.stringify(desc.typeName, left);
            expect({ name, text }).toEqual({ name, text: sanitizer.stringify(desc.typeName, right) });
          }
        }
      }),
      { numRuns: runs(1000) },
    );
  });
});
