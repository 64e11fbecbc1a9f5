import { toJson } from "@bufbuild/protobuf";
import { describe, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { unknownAnyTypes } from "../representations/losses.js";
import { expectEqual } from "./expect-equal.js";
import { messageSamples } from "./message-samples.js";
import { registry, subjects } from "./subjects.js";

// Nothing is secret here, so nothing may differ.
const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] }, format: "protojson" });

describe.each(subjects)("ProtoJSON of generated messages: $name", (subject) => {
  it("equals the output of @bufbuild/protobuf", () => {
    messageSamples(subject).check(({ desc, message }) => {
      // @bufbuild/protobuf cannot write it.
      if (unknownAnyTypes(desc, message)) return;
      const expected = toJson(desc, message, { registry });
      expectEqual(JSON.parse(sanitizer.stringify(desc, message)), expected);
      expectEqual(sanitizer.toJson(message), expected);
    });
  });
});
