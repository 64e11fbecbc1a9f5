import vm from "node:vm";
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { csiPolicy } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { LeafSchema } from "../gen/legacy_pb.js";
import { registry } from "../properties/subjects.js";
import { expectAgreement, expectHidden, seenTexts } from "./every-writer.js";
import { parseText } from "./protobufjs-root.js";

// ts-proto with `usePrototypeForDefaults` makes messages by `Object.create(defaults)`, and fills the maps and lists of the
// defaults. Classes have getters on their prototypes. What a message inherits is part of it.

const SECRET = "hunter2-secret";
const sanitizer = createSanitizer({ schemas: [registry], policy: csiPolicy() });
const STRIPPED = '"***stripped***"';

/** Makes objects that have some properties, in all the ways in which they may be inherited. */
const WAYS: Readonly<Record<string, (properties: object) => object>> = {
  "an object of its own": (properties) => properties,
  "an object with defaults": (properties) => Object.create(properties),
  "an object whose defaults inherit them": (properties) => Object.create(Object.create(properties)),
  "an object with frozen defaults": (properties) => Object.freeze(Object.create(Object.freeze(properties))),
  "an object with defaults that have no prototype": (properties) =>
    Object.create(Object.assign(Object.create(null), properties)),
  "a chain of objects without Object.prototype": (properties) =>
    Object.create(Object.create(Object.assign(Object.create(null), properties))),
  "an object with hidden properties": (properties) =>
    Object.create(
      Object.prototype,
      mapDescriptors(properties, (value) => ({ value })),
    ),
  "an object with getters": (properties) =>
    Object.create(
      Object.prototype,
      mapDescriptors(properties, (value) => ({ get: () => value, enumerable: true })),
    ),
  "an instance of a class with getters": (properties) =>
    Object.create(
      Object.create(
        Object.prototype,
        mapDescriptors(properties, (value) => ({ get: () => value })),
      ),
    ),
  "an instance of a class without Object.prototype": (properties) =>
    Object.create(
      Object.create(
        null,
        mapDescriptors(properties, (value) => ({ get: () => value })),
      ),
    ),
  "an object of another realm": (properties) =>
    Object.assign(vm.runInNewContext("Object.create({})"), properties),
  "an object with defaults of another realm": (properties) =>
    Object.create(Object.assign(vm.runInNewContext("({})"), properties)),
};

function mapDescriptors(
  properties: object,
  describe: (value: unknown) => PropertyDescriptor,
): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, describe(value)]));
}

describe.each(Object.entries(WAYS))("%s", (_, make) => {
  const leaf = (): object => make({ open: "a", hidden: SECRET });
  const shown = `{"hidden":${STRIPPED},"open":"a"}`;

  it.each<[string, string, () => object, string]>([
    ["a field", "probe.v1.Leaf", leaf, shown],
    [
      "a nested message",
      "csi.v1.NodePublishVolumeRequest",
      () => make({ volumeId: "v", secrets: { a: SECRET } }),
      `{"secrets":${STRIPPED},"volume_id":"v"}`,
    ],
    ["a list", "probe.v1.Lists", () => make({ leaves: [leaf(), leaf()] }), `{"leaves":[${shown},${shown}]}`],
    [
      "a secret list",
      "probe.v1.Lists",
      () => make({ hiddenStrings: [SECRET] }),
      `{"hidden_strings":${STRIPPED}}`,
    ],
    ["a map", "probe.v1.Maps", () => make({ to_leaf: { "1": leaf() } }), `{"to_leaf":{"1":${shown}}}`],
    ["a Map", "probe.v1.Maps", () => make({ to_leaf: new Map([[1, leaf()]]) }), `{"to_leaf":{"1":${shown}}}`],
    [
      "entries of a map",
      "probe.v1.Maps",
      () => make({ to_leaf: [make({ key: "1", value: leaf() })] }),
      `{"to_leaf":{"1":${shown}}}`,
    ],
    [
      "a secret map",
      "probe.v1.Maps",
      () => make({ hidden_map: { a: SECRET } }),
      `{"hidden_map":${STRIPPED}}`,
    ],
    [
      "a secret key",
      "probe.v1.Maps",
      () => make({ volumeContext: { "csi.storage.k8s.io/serviceAccount.tokens": SECRET } }),
      `{"volume_context":{"csi.storage.k8s.io/serviceAccount.tokens":${STRIPPED}}}`,
    ],
    [
      "a member of a oneof",
      "probe.v1.Choice",
      () => make({ hiddenText: SECRET }),
      `{"hidden_text":${STRIPPED}}`,
    ],
    ["a message in a oneof", "probe.v1.Choice", () => make({ leaf: leaf() }), `{"leaf":${shown}}`],
    [
      "the choice of ts-proto",
      "probe.v1.Choice",
      () => make({ pick: make({ $case: "hiddenText", hiddenText: SECRET }) }),
      `{"hidden_text":${STRIPPED}}`,
    ],
    [
      "the choice with a value",
      "probe.v1.Choice",
      () => make({ pick: make({ $case: "hidden_text", value: SECRET }) }),
      `{"hidden_text":${STRIPPED}}`,
    ],
    [
      "the choice of @protobuf-ts",
      "probe.v1.Choice",
      () => make({ pick: make({ oneofKind: "leaf", leaf: leaf() }) }),
      `{"leaf":${shown}}`,
    ],
    [
      "the name of the choice",
      "probe.v1.Choice",
      () => make({ text: "b", pick: "hidden_text", hidden_text: SECRET }),
      `{"hidden_text":${STRIPPED}}`,
    ],
    ["an optional field", "probe.v1.Optionals", () => make({ hidden: SECRET }), `{"hidden":${STRIPPED}}`],
    [
      "an opened Any",
      "google.protobuf.Any",
      () => make({ "@type": "x/probe.v1.Leaf", open: "a", hidden: SECRET }),
      `{"type_url":"x/probe.v1.Leaf","value":${shown}}`,
    ],
    [
      "a wrapper",
      "wkt.v1.Hidden",
      () => make({ hidden_string_value: make({ value: SECRET }) }),
      `{"hidden_string_value":${STRIPPED}}`,
    ],
    [
      "a Struct as JSON",
      "wkt.v1.Hidden",
      () => make({ hidden_struct: { a: SECRET } }),
      `{"hidden_struct":${STRIPPED}}`,
    ],
  ])("as %s", (__, type, message, expected) => {
    expect(expectHidden({ sanitizer, type, message: message(), secret: SECRET })).toBe(expected);
  });
});

// A property that is not enumerable is no entry.
describe("maps and Structs that inherit entries", () => {
  it.each(Object.entries(WAYS).filter(([name]) => name !== "an object with hidden properties"))(
    "%s",
    (_, make) => {
      for (const message of [
        { hidden_map: make({ a: SECRET }) },
        { hidden_leaf_map: make({ "5": { open: SECRET } }) },
      ])
        expectHidden({ sanitizer, type: "probe.v1.Maps", message, secret: SECRET });
      const struct = make({ fields: make({ a: make({ stringValue: SECRET }) }) });
      for (const message of [{ hidden_struct: struct }, { hidden_struct: make({ a: SECRET }) }])
        expectHidden({ sanitizer, type: "wkt.v1.Hidden", message, secret: SECRET });
    },
  );
});

describe("what stands under several names", () => {
  const type = "probe.v1.Maps";
  const secret = { "csi.storage.k8s.io/serviceAccount.tokens": SECRET };

  it.each<[string, object]>([
    [
      "own and undefined, and inherited",
      Object.assign(Object.create({ volumeContext: secret }), { volume_context: undefined }),
    ],
    [
      "own and null, and inherited",
      Object.assign(Object.create({ volumeContext: secret }), { volume_context: null }),
    ],
    [
      "own, and inherited",
      Object.assign(Object.create({ volumeContext: secret }), { volume_context: { a: "b" } }),
    ],
    ["both inherited", Object.create({ volumeContext: { a: "b" }, volume_context: secret })],
    [
      "inherited twice",
      Object.create(Object.create({ volumeContext: secret }), { volume_context: { value: {} } }),
    ],
  ])("%s: no copy has a secret left", (_, message) => {
    expect(sanitizer.stringify(type, message)).not.toContain(SECRET);
    expect(seenTexts(sanitizer.redact(type, message)).join()).not.toContain(SECRET);
    expectAgreement({ sanitizer, type, message });
  });

  it("of the members of a oneof, an own one counts before those that are inherited", () => {
    const own = Object.assign(Object.create({ hidden_text: SECRET, text: "a" }), { number: 5 });
    expect(expectAgreement({ sanitizer, type: "probe.v1.Choice", message: own })).toBe('{"number":5}');
    const parent = Object.create(Object.assign(Object.create({ text: "a" }), { hidden_text: SECRET }));
    expectHidden({ sanitizer, type: "probe.v1.Choice", message: parent, secret: SECRET });
  });
});

describe("messages of @bufbuild/protobuf", () => {
  it("have nothing from the prototype with which the library makes them", () => {
    const message = create(LeafSchema);
    expect(sanitizer.stringify(message)).toBe("{}");
    expect(sanitizer.redact(message)).toBe(message);
  });

  it("have what any other prototype holds", () => {
    const message = Object.assign(Object.create({ hidden: SECRET }), {
      $typeName: "legacy.v1.Leaf",
      open: "a",
    });
    expect(expectHidden({ sanitizer, type: "legacy.v1.Leaf", message, secret: SECRET })).toBe(
      `{"hidden":${STRIPPED},"open":"a"}`,
    );
  });

  it("and no copy is left with a getter of their class", () => {
    const message = Object.assign(Object.create(Object.defineProperty({}, "hidden", { get: () => SECRET })), {
      $typeName: "legacy.v1.Leaf",
    });
    expect(sanitizer.stringify(message)).not.toContain(SECRET);
    expect(seenTexts(sanitizer.redact(message)).join()).not.toContain(SECRET);
  });
});

describe("a message of a class of protobufjs that stands before the class", () => {
  const root = parseText(
    8,
    true,
    `syntax = "proto2"; package early.v1;
    message Login {
      optional string user = 1 [default = "jane"];
      optional string pin = 2 [debug_redact = true];
      optional bytes key = 3 [debug_redact = true];
    }`,
  );
  const type = root.lookupType("early.v1.Login");
  const given = { schemas: [root], onSuspect: "ignore" } as const;

  it("has values of the message, which are no defaults of the class", () => {
    const before = type.create({ pin: SECRET, key: Buffer.from(SECRET) });
    const message = Object.assign(Object.create(before), { user: "joe" });
    const one = createSanitizer(given);
    expect(expectHidden({ sanitizer: one, type: "early.v1.Login", message, secret: SECRET })).toBe(
      `{"key":${STRIPPED},"pin":${STRIPPED},"user":"joe"}`,
    );
  });

  it("and stays as it is if there is none", () => {
    const message = type.create({ user: "joe" });
    expect(createSanitizer(given).redact("early.v1.Login", message)).toBe(message);
  });
});

describe("a field that cannot be read", () => {
  it.each(["hidden", "open"])("leaves a note: a getter of the class that throws under %s", (name) => {
    const message = Object.create(
      Object.defineProperty({}, name, {
        get: () => {
          throw new Error(SECRET);
        },
      }),
    );
    expect(sanitizer.stringify("probe.v1.Leaf", message)).toBe(
      `{"${name}":"<<could not be read, probe.v1.Leaf.${name}>>"}`,
    );
    expect(seenTexts(sanitizer.redact("probe.v1.Leaf", message)).join()).not.toContain(SECRET);
  });
});
