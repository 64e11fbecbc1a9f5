import { inspect, isDeepStrictEqual } from "node:util";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../properties/deep-freeze.js";
import { libraries } from "../representations/all-libraries.js";
import { checkHeld } from "../representations/library-samples.js";
import { unknownEnumValues } from "../representations/losses.js";
import { holdsText } from "./holds-text.js";
import { testRedactor } from "./test-redactor.js";

const UNKNOWN_FIELD = new BinaryWriter()
  .tag(536_000_000, WireType.LengthDelimited)
  .string("hunter2")
  .finish();

/** Messages of each library at full strength. */
const FULL = 300;
const { redact, print } = testRedactor();
const nothingSecret = testRedactor([{ fieldOptions: [] }]);

describe.each(libraries)("redacted copies of messages of $name", (library) => {
  it("print as the original does", () => {
    checkHeld(library, FULL, ({ desc, bytes }) => {
      const decoded = library.decode(desc.typeName, bytes);
      const text = print(desc, decoded);
      // The copy leaves out what the reader does not take for a value of its type.
      if (text.includes("<<wrong type of ")) return;
      expect(print(desc, redact(desc, decoded))).toBe(text);
    });
  });

  it("of twins that differ only in secrets are alike, to the last property", () => {
    checkHeld(library, FULL, ({ desc, bytes, twinBytes, message, twin }) => {
      // A library that has names for enum values holds a value without a name as a number, and its copy, too.
      if (unknownEnumValues(desc, message) || unknownEnumValues(desc, twin)) return;
      const [left, right] = [bytes, twinBytes].map((one) => library.decode(desc.typeName, one));
      // Where all fields are set to defaults, they look like defaults that were filled in.
      if (print(desc, left) !== print(desc, right)) return;
      expect(inspectAll(redact(desc, left))).toBe(inspectAll(redact(desc, right)));
    });
  });

  it("are the original, or differ from it", () => {
    checkHeld(library, FULL, ({ desc, bytes }) => {
      const decoded = library.decode(desc.typeName, bytes);
      const copy = nothingSecret.redact(desc, decoded);
      expect(copy === decoded || !isDeepStrictEqual(copy, decoded)).toBe(true);
    });
  });

  it("have its prototype, and leave it as it is", () => {
    checkHeld(library, FULL, ({ desc, bytes }) => {
      const decoded = library.decode(desc.typeName, bytes);
      const before = inspectAll(decoded);
      const copy = redact(desc, decoded);
      expect(inspectAll(decoded)).toBe(before);
      expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(decoded));
      expect(inspectAll(redact(desc, deepFreeze(decoded)))).toBe(inspectAll(copy));
    });
  });
});

/** Some libraries keep fields that they do not know, each in a place of its own. */
const keepers = libraries.filter(({ decode }) =>
  holdsText(decode("probe.v1.Leaf", UNKNOWN_FIELD), "hunter2"),
);

describe.each(keepers)("redacted copies of messages of $name", (library) => {
  it("do not hold the unknown fields that it keeps", () => {
    checkHeld(library, FULL, ({ desc, bytes }) => {
      const decoded = library.decode(desc.typeName, Buffer.concat([bytes, UNKNOWN_FIELD]));
      expect(holdsText(redact(desc, decoded), "hunter2")).toBe(false);
    });
  });
});

/** A hidden Any, opened or packed. Its bytes are a text in some libraries, and a list in others. */
const HIDDEN_ANY =
  /\{ ('@type': '\*{3}stripped\*{3}'|type_?[uU]rl: '\*{3}stripped\*{3}', value: (<bytes>|'[^']*'|\[[^\]]*\])) \}/g;

/**
 * All of a value on one line. Empty bytes are of another class than others in some libraries. And a library may open an Any
 * if it knows the last part of the type URL, even if a credential is before it: the copy keeps the form of the original.
 */
function inspectAll(value: unknown): string {
  const text = inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    maxArrayLength: null,
    compact: true,
    breakLength: Number.POSITIVE_INFINITY,
  });
  return text
    .replaceAll(/<Buffer[^>]*>|Uint8Array\(\d+\) \[[^\]]*\]/g, "<bytes>")
    .replaceAll(HIDDEN_ANY, "<hidden Any>");
}
