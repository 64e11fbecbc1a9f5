import { inspect } from "node:util";
import { clone, type DescMessage, fromBinary, type Message, toBinary, toJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../properties/deep-freeze.js";
import { anyMessage, anyTwins, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { testRedactor } from "./test-redactor.js";

/** No null: in @bufbuild/protobuf it is no value of any property, though nobody takes it for one that is set. */
const anything = fc
  .anything({
    values: [fc.boolean(), fc.integer(), fc.float(), fc.bigInt(), fc.string(), fc.constant(null)],
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  .filter((value) => value !== null && value !== undefined);

// For each of the groups of types.
const RUNS = { numRuns: runs(400) };
const { redact, print } = testRedactor();
const nothingSecret = testRedactor([{ fieldOptions: [] }]);

describe.each(subjects)("redacted copies of generated messages: $name", ({ types }) => {
  it("print as the original does", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        expect(print(desc, redact(desc, message))).toBe(print(desc, message));
      }),
      RUNS,
    );
  });

  it("of twins that differ only in secrets are alike, to the last property", () => {
    fc.assert(
      fc.property(anyTwins(types), ({ desc, twins: [left, right] }) => {
        expect(inspectAll(redact(desc, left))).toBe(inspectAll(redact(desc, right)));
      }),
      RUNS,
    );
  });

  it("are valid messages, which encode and decode to what prints alike", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const copy = redact<Message>(desc, message);
        expect(copy.$typeName).toBe(message.$typeName);
        expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(message));
        expect(print(desc, fromBinary(desc, toBinary(desc, copy)))).toBe(print(desc, message));
        toJson(desc, copy, { registry });
      }),
      RUNS,
    );
  });

  it("are redacted already", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const copy = redact(desc, message);
        expect(redact(desc, copy)).toEqual(copy);
      }),
      RUNS,
    );
  });

  it("are the original where nothing is secret and nothing unknown", () => {
    fc.assert(
      fc.property(anyMessage(types, { unknownFields: false }), ({ desc, message }) => {
        const copy = nothingSecret.redact(desc, message);
        // A map with the entry `$typeName: "a.Type"` is taken for a message, which is no map.
        const isRefused = (): boolean => nothingSecret.print(desc, message).includes("<<wrong type of value");
        fc.pre(copy === message || !isRefused());
        expect(copy).toBe(message);
      }),
      RUNS,
    );
  });

  it("leave the original as it is, even if it is frozen", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const before = inspectAll(clone(desc, message));
        const copy = inspectAll(redact(desc, message));
        expect(inspectAll(clone(desc, message))).toBe(before);
        expect(inspectAll(redact(desc, deepFreeze(message)))).toBe(copy);
      }),
      RUNS,
    );
  });

  it("are valid, whatever stands in the properties of the original", () => {
    fc.assert(
      fc.property(anyMessage(types), fc.infiniteStream(anything), ({ desc, message }, values) => {
        const broken = Object.create(Object.getPrototypeOf(message));
        Object.assign(broken, message);
        for (const member of desc.members) broken[member.localName] = values.next().value;
        encode(desc, redact<Message>(desc, broken));
      }),
      RUNS,
    );
  });
});

/** Encodes a message, which may lack a required field: there is nothing that could stand in it. */
function encode(desc: DescMessage, message: Message): void {
  try {
    toBinary(desc, message);
  } catch (error) {
    expect(String(error)).toContain("required field not set");
  }
}

function inspectAll(value: unknown): string {
  return inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxArrayLength: null });
}
