import { inspect } from "node:util";
import { clone, type DescMessage, fromBinary, type Message, toBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { expectEqual } from "../properties/expect-equal.js";
import { frozenCopy, knownSamples, messageSamples } from "../properties/message-samples.js";
import { registry, subjects } from "../properties/subjects.js";
import { unknownAnyTypes } from "../representations/losses.js";
import { testRedactor } from "./test-redactor.js";

const { redact, print } = testRedactor();
const nothingSecret = testRedactor([{ fieldOptions: [] }]);

describe.each(subjects)("redacted copies of generated messages: $name", (subject) => {
  const messages = messageSamples(subject);
  const known = knownSamples(subject);

  it("print as the original does", () => {
    messages.check(({ desc, message }) => {
      expect(print(desc, redact(desc, message))).toBe(print(desc, message));
    });
  });

  it("of twins that differ only in secrets are alike, to the last property", () => {
    messages.check(({ desc, message, twin }) => {
      expect(inspectAll(redact(desc, message))).toBe(inspectAll(redact(desc, twin)));
    });
  });

  it("are valid messages, which encode, decode and print the same", () => {
    messages.check(({ desc, message }) => {
      const copy = redact<Message>(desc, message);
      expect(copy.$typeName).toBe(message.$typeName);
      expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(message));
      expect(print(desc, fromBinary(desc, toBinary(desc, copy)))).toBe(print(desc, message));
      // The marker in place of a type URL names no type.
      if (!unknownAnyTypes(desc, copy)) toJson(desc, copy, { registry });
    });
  });

  it("are redacted already", () => {
    messages.check(({ desc, message }) => {
      const copy = redact(desc, message);
      expectEqual(redact(desc, copy), copy);
    });
  });

  it("are the original if nothing is secret and nothing unknown", () => {
    let originals = 0;
    const checked = known.check(({ desc, message }) => {
      if (nothingSecret.redact(desc, message) === message) originals++;
      // A map with the entry `$typeName: "a.Type"` is read as a message, which is not a map.
      else expect(nothingSecret.print(desc, message)).toContain("<<wrong type of value");
    });
    expect(originals).toBeGreaterThan(checked * 0.9);
  });

  it("leave the original as it is, even if it is frozen", () => {
    messages.check(({ desc, message }) => {
      const before = inspectAll(clone(desc, message));
      const copy = inspectAll(redact(desc, clone(desc, message)));
      redact(desc, message);
      expect(inspectAll(clone(desc, message))).toBe(before);
      expect(inspectAll(redact(desc, frozenCopy(desc, message)))).toBe(copy);
    });
  });

  it("are valid, for any values in the properties of the original", () => {
    known.check(({ desc, message, objects }) => {
      const broken = Object.create(Object.getPrototypeOf(message));
      Object.assign(broken, message);
      for (const member of desc.members) broken[member.localName] = objects.next().value;
      encode(desc, redact<Message>(desc, broken));
    });
  });
});

/** Encodes a message. It may lack a required field, because no value can stand in for it. */
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
