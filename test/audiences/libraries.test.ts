import { Edition } from "@bufbuild/protobuf/wkt";
import { describe, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { createPseudonyms } from "../../src/pseudonym/index.js";
import { expectEqual } from "../properties/expect-equal.js";
import { registry } from "../properties/subjects.js";
import { libraries } from "../representations/all-libraries.js";
import { checkHeld } from "../representations/library-samples.js";

const ACTIONS = ["omit", "size", { last: 4 }, "pseudonym", "show"] as const;
const NAMES = ACTIONS.map((_, index) => `audience-${index}`);

/** What is marked `csi_secret` or `debug_redact`, and some map entries, have a class that each audience sees in another way. */
const sanitizer = createSanitizer({
  schemas: [registry],
  policy: {
    fieldOptions: ["debug_redact", "csi.v1.csi_secret"].map((option) => ({ option, class: "pii" })),
    mapKeys: [{ field: "volume_context", keys: [/token/i], class: "pii" }],
  },
  audiences: Object.fromEntries(NAMES.map((name, index) => [name, { pii: ACTIONS[index] ?? "strip" }])),
  pseudonyms: createPseudonyms({ key: "a key of tests, which has 32 bytes or more" }),
  onSuspect: "ignore",
});
const audiences = NAMES.map((name) => sanitizer.for(name));
/** Shows what copies hold. */
const showing = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] }, onSuspect: "ignore" });

describe.each(libraries)("$name", (library) => {
  it("a message prints, and is copied, for each audience as a message of @bufbuild/protobuf", () => {
    checkHeld(library, 100, ({ desc, bytes, message }) => {
      const other = library.decode(desc.typeName, bytes);
      // An object that lacks only what is omitted counts as one with all defaults: there a zero may stand for "not set".
      const isClear = desc.file.edition === Edition.EDITION_PROTO3;
      for (const audience of isClear ? audiences : audiences.slice(1)) {
        const text = audience.stringify(message);
        expectEqual(audience.stringify(desc.typeName, other), text);
        const copy = audience.redact(desc.typeName, other);
        expectEqual(showing.stringify(desc.typeName, copy), showing.stringify(audience.redact(message)));
      }
    });
  });
});
