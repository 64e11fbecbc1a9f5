import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { expectFound, isSecret } from "../properties/hidden-secrets.js";
import { hiddenValues } from "../properties/hidden-values.js";
import { policies, registry } from "../properties/subjects.js";
import { textSearch } from "../redact/holds-text.js";
import { libraries } from "./all-libraries.js";
import { checkHeld } from "./library-samples.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });

describe.each(libraries)("6. values that stringify hides in a message of $name", (library) => {
  it("secretsOf finds, and redact does not keep", () => {
    checkHeld(library, 300, ({ desc, bytes, message }) => {
      const decoded = library.decode(desc.typeName, bytes);
      const printed = sanitizer.stringify(desc.typeName, decoded);
      if (printed.includes("<<wrong type of value")) return;
      const hidden = hiddenValues(desc, message, printed).filter(isSecret);
      const texts = hidden.map(({ text }) => text);
      expectFound(sanitizer.secretsOf(desc.typeName, decoded), texts);
      const copy = sanitizer.redact(desc.typeName, decoded);
      expect(texts.filter(textSearch(copy))).toEqual([]);
    });
  });
});
