import { describe, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { expectEqual } from "../properties/expect-equal.js";
import { policies, registry } from "../properties/subjects.js";
import { libraries } from "./all-libraries.js";
import { checkHeld } from "./library-samples.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

describe.each(libraries)("1. non-interference: $name", (library) => {
  it("twins that differ only in secrets print alike when it decoded them", () => {
    checkHeld(library, 1000, ({ desc: { typeName }, bytes, twinBytes }) => {
      const [left, right] = [bytes, twinBytes].map((one) => library.decode(typeName, one));
      for (const sanitizer of sanitizers) {
        expectEqual(sanitizer.stringify(typeName, left), sanitizer.stringify(typeName, right));
      }
    });
  });
});
