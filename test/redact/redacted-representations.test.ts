import { inspect, isDeepStrictEqual } from "node:util";
import { type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../properties/deep-freeze.js";
import { anyMessage, anyTwins, subjects } from "../properties/subjects.js";
import { libraries } from "../representations/all-libraries.js";
import type { Library } from "../representations/library.js";
import { unknownEnumValues } from "../representations/losses.js";
import { runs } from "../runs.js";
import { holdsText } from "./holds-text.js";
import { testRedactor } from "./test-redactor.js";

const UNKNOWN_FIELD = new BinaryWriter()
  .tag(536_000_000, WireType.LengthDelimited)
  .string("hunter2")
  .finish();

// For each of the libraries.
const RUNS = { numRuns: runs(150) };
const { redact, print } = testRedactor();
const nothingSecret = testRedactor([{ fieldOptions: [] }]);
const types = subjects.flatMap((subject) => subject.types);

describe.each(libraries)("redacted copies of messages of $name", (library) => {
  const known = types.filter(({ typeName }) => library.knows(typeName));

  it("print as the original does", () => {
    fc.assert(
      fc.property(anyMessage(known), ({ desc, message }) => {
        const decoded = decode(library, desc, message);
        const text = print(desc, decoded);
        // What the reader does not take for a value of its type is not there in the copy.
        fc.pre(!text.includes("<<wrong type of "));
        expect(print(desc, redact(desc, decoded))).toBe(text);
      }),
      RUNS,
    );
  });

  it("of twins that differ only in secrets are alike, to the last property", () => {
    fc.assert(
      fc.property(anyTwins(known), ({ desc, twins }) => {
        // Where the library has names for values, what has none is of another kind, and stays of that kind.
        fc.pre(!twins.some((twin) => unknownEnumValues(desc, twin)));
        const [left, right] = twins.map((twin) => decode(library, desc, twin));
        // Where all fields are set to defaults, they look like defaults that were filled in.
        fc.pre(print(desc, left) === print(desc, right));
        expect(inspectAll(redact(desc, left))).toBe(inspectAll(redact(desc, right)));
      }),
      RUNS,
    );
  });

  it("are the original, or differ from it", () => {
    fc.assert(
      fc.property(anyMessage(known), ({ desc, message }) => {
        const decoded = decode(library, desc, message);
        const copy = nothingSecret.redact(desc, decoded);
        expect(copy === decoded || !isDeepStrictEqual(copy, decoded)).toBe(true);
      }),
      RUNS,
    );
  });

  it("have its prototype, and leave it as it is", () => {
    fc.assert(
      fc.property(anyMessage(known), ({ desc, message }) => {
        const decoded = decode(library, desc, message);
        const before = inspectAll(decoded);
        const copy = redact(desc, decoded);
        expect(inspectAll(decoded)).toBe(before);
        expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(decoded));
        expect(inspectAll(redact(desc, deepFreeze(decoded)))).toBe(inspectAll(copy));
      }),
      RUNS,
    );
  });
});

/** Some libraries keep fields that they do not know, each in a place of its own. */
const keepers = libraries.filter(({ decode }) =>
  holdsText(decode("probe.v1.Leaf", UNKNOWN_FIELD), "hunter2"),
);

describe.each(keepers)("redacted copies of messages of $name", (library) => {
  const known = types.filter(({ typeName }) => library.knows(typeName));

  it("do not hold the unknown fields that it keeps", () => {
    fc.assert(
      fc.property(anyMessage(known), ({ desc, message }) => {
        const decoded = decode(library, desc, message, UNKNOWN_FIELD);
        expect(holdsText(redact(desc, decoded), "hunter2")).toBe(false);
      }),
      RUNS,
    );
  });
});

/** The message as the library decodes it; skips the run if the library does not hold all of it. */
function decode(
  library: Library,
  desc: DescMessage,
  message: Message,
  more: Uint8Array = new Uint8Array(0),
): unknown {
  const bytes = Buffer.concat([toBinary(desc, message), more]);
  const inFull = fromBinary(desc, bytes);
  fc.pre(!library.loses.some((loses) => loses(desc, inFull)));
  const decoded = library.decode(desc.typeName, bytes);
  fc.pre(typeof decoded === "object" && decoded !== null);
  return decoded;
}

/** All of a value on one line. Empty bytes are of another class than others in some libraries. */
function inspectAll(value: unknown): string {
  const text = inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    maxArrayLength: null,
    compact: true,
    breakLength: Number.POSITIVE_INFINITY,
  });
  return text.replaceAll(/<Buffer[^>]*>|Uint8Array\(\d+\) \[[^\]]*\]/g, "<bytes>");
}
