import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { expectAgreement, expectHidden, seenTexts } from "../representations/every-writer.js";
import { parsedRoot, VERSIONS } from "../representations/protobufjs-root.js";

const SECRET = "hunter2-secret";
const STRIPPED = '"***stripped***"';
const sanitizer = createSanitizer({ schemas: [registry] });

describe("a copy has no prototype that shows anything", () => {
  it.each<[string, object]>([
    ["a property that the type does not have", { other: SECRET }],
    ["a getter that the type does not have", Object.defineProperty({}, "other", { get: () => SECRET })],
    ["a symbol", { [Symbol("other")]: SECRET }],
    ["a text that says what kind of object it is", { [Symbol.toStringTag]: SECRET }],
    ["a value that is hidden by an own one of the wrong type", { open: "b", hidden: SECRET }],
    ["an object under such a name", { other: { deep: SECRET } }],
  ])("%s", (_, prototype) => {
    for (const own of [{ open: "a" }, { open: 5, hidden: 5 }, {}, { open: "a", hidden: "b" }]) {
      const leaf = Object.assign(Object.create(prototype), own);
      for (const [type, message] of [
        ["probe.v1.Leaf", leaf],
        ["probe.v1.Lists", { leaves: [leaf] }],
        ["probe.v1.Maps", { to_leaf: { "1": leaf } }],
        ["probe.v1.Choice", { leaf }],
        ["probe.v1.Choice", { hidden_leaf: leaf }],
        ["google.protobuf.Any", { "@type": "x/probe.v1.Lists", leaves: [leaf] }],
      ] as const)
        expect(seenTexts(sanitizer.redact(type, message)).join()).not.toContain(SECRET);
    }
  });

  it("nor a list, an integer or a choice that holds more than it should", () => {
    const [match] = ["password=hunter2-secret open".match(/open/)];
    const list = Object.assign(Object.create(Array.prototype), {});
    for (const [type, message] of [
      ["probe.v1.Lists", { strings: match }],
      ["probe.v1.Lists", { strings: Object.setPrototypeOf(["a"], Object.assign(list, { other: SECRET })) }],
      ["probe.v1.Scalars", { f_int64: { low: 1, high: 0, unsigned: false, other: SECRET } }],
      ["probe.v1.Scalars", { f_int64: Object.assign(Object.create({ other: SECRET }), { low: 1, high: 0 }) }],
      [
        "probe.v1.Choice",
        { pick: Object.assign(Object.create({ other: SECRET }), { case: "text", value: "a" }) },
      ],
      [
        "google.protobuf.Any",
        Object.assign(Object.create({ other: SECRET }), { "@type": "x/google.protobuf.Struct", value: {} }),
      ],
    ] as const) {
      expect(seenTexts(sanitizer.redact(type, message)).join()).not.toContain(SECRET);
      expectAgreement({ sanitizer, type, message });
    }
  });

  it.each<[string, boolean, unknown]>([
    ["no bytes", true, Buffer.alloc(0)],
    ["the zero of a Long", true, { low: 0, high: 0, unsigned: true }],
    ["bytes", false, Buffer.from(SECRET)],
    ["no bytes, with a property", false, Object.assign(Buffer.alloc(0), { other: SECRET })],
    ["a Long", false, { low: 1, high: 0, unsigned: true }],
    ["the zero of a Long, with a property", false, { low: 0, high: 0, unsigned: true, other: SECRET }],
  ])("a default of an extension field, %s: the prototype stays: %s", (_, stays, value) => {
    const prototype = { ".probe.v1.extension": value };
    const leaf = Object.assign(Object.create(prototype), { open: "a", hidden: SECRET });
    const copy = sanitizer.redact("probe.v1.Leaf", leaf);
    expect(Object.getPrototypeOf(copy)).toBe(stays ? prototype : Object.prototype);
    expect(seenTexts(copy).join()).not.toContain(SECRET);
  });

  it.each(VERSIONS)("but an instance of protobufjs %s stays one", (version) => {
    const root = parsedRoot(version, true);
    const type = root.lookupType("probe.v1.Choice");
    const message = type.create({ hidden_text: SECRET });
    const copy = sanitizer.redact(message);
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(message));
    expect(copy).toMatchObject({ hidden_text: "***stripped***", pick: "hidden_text" });
    const open = type.create({ text: "a" });
    expect(sanitizer.redact(open)).toBe(open);
  });

  it.each(VERSIONS)("unless its class has more than the library put there: protobufjs %s", (version) => {
    const type = parsedRoot(version, true).lookupType("probe.v1.Choice");
    const prototype = Object.create(Object.getPrototypeOf(type.create({})), {
      after: { get: () => "b" },
      other: { get: () => SECRET },
    });
    const message = Object.assign(Object.create(prototype), { hidden_text: SECRET });
    expect(expectHidden({ sanitizer, type: "probe.v1.Choice", message, secret: SECRET })).toBe(
      `{"after":"b","hidden_text":${STRIPPED}}`,
    );
  });
});
