import { toJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { runs } from "../runs.js";
import { anyMessage, registry, subjects } from "./subjects.js";

// Nothing is secret here, so that nothing may differ.
const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] }, format: "protojson" });

describe.each(subjects)("ProtoJSON of generated messages: $name", ({ types }) => {
  it("is what @bufbuild/protobuf writes", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        expect(JSON.parse(sanitizer.stringify(desc, message))).toEqual(toJson(desc, message, { registry }));
        expect(sanitizer.toJson(message)).toEqual(toJson(desc, message, { registry }));
      }),
      { numRuns: runs(1000) },
    );
  });
});
