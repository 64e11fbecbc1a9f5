import { describe, expect, it } from "vitest";
import type { FieldShape, MessageShape } from "../../src/schema/message-shape.js";
import { sourceOf } from "./source-of.js";
import { testRegistry } from "./test-files.js";

const source = sourceOf(testRegistry);

describe("a singular field knows how one sees that it is set", () => {
  it.each<[string, "implicit" | "explicit"]>([
    ["probe.v1.Scalars.f_string", "implicit"],
    ["probe.v1.Scalars.f_color", "implicit"],
    ["probe.v1.Optionals.f_string", "explicit"],
    ["probe.v1.WellKnown.at", "explicit"],
    ["legacy.v1.Leaf.open", "explicit"],
    ["legacy.v1.Required.open", "explicit"],
    ["legacy.v1.Required.open_level", "explicit"],
    ["editions.v1.Presence.open_explicit", "explicit"],
    ["editions.v1.Presence.open_implicit", "implicit"],
    ["editions.v1.Presence.open_required", "explicit"],
    ["editions.v1.Presence.open_implicit_color", "implicit"],
    ["editions.v1.Presence.hidden_implicit_number", "implicit"],
  ])("%s: %s", (name, presence) => {
    expect(field(name).cardinality).toMatchObject({ kind: "singular", presence });
    // A synthetic oneof, as proto3 has it for `optional`, is none.
    expect(field(name).cardinality).toMatchObject({ oneof: undefined });
  });

  it.each([
    "probe.v1.Choice.text",
    "probe.v1.Choice.hidden_leaf",
    "legacy.v1.Choice.open_level",
    "legacy.v1.GroupPositions.pickgroup",
    "editions.v1.Encoding.hidden_pick_text",
    "wkt.v1.Choice.struct",
  ])("%s: by the case of its oneof", (name) => {
    expect(field(name).cardinality).toMatchObject({ kind: "singular", presence: "explicit", oneof: "pick" });
  });
});

describe("a list knows whether it is packed", () => {
  it.each<[string, boolean]>([
    ["probe.v1.Lists.ints", true],
    ["probe.v1.Lists.unpacked", false],
    ["probe.v1.Lists.strings", false],
    ["probe.v1.Lists.leaves", false],
    ["legacy.v1.Lists.open_packed", true],
    ["legacy.v1.Lists.open_default", false],
    ["editions.v1.Encoding.open_packed", true],
    ["editions.v1.Encoding.open_expanded", false],
  ])("%s: %s", (name, packed) => {
    expect(field(name).cardinality).toEqual({ kind: "list", packed });
  });
});

describe("a map knows the type of its keys", () => {
  it.each([
    "int32",
    "int64",
    "uint32",
    "uint64",
    "sint32",
    "sint64",
    "fixed32",
    "fixed64",
    "sfixed32",
    "sfixed64",
    "bool",
    "string",
  ])("%s", (key) => {
    const { cardinality, type } = field(`legacy.v1.Maps.by_${key}`);
    expect(cardinality).toEqual({ kind: "map", key });
    expect(type).toEqual({ kind: "scalar", scalar: "string" });
  });

  it("and that of its values", () => {
    expect(field("probe.v1.Maps.to_bytes").type).toEqual({ kind: "scalar", scalar: "bytes" });
    expect(field("probe.v1.Maps.to_color").type).toMatchObject({ enum: { typeName: "probe.v1.Color" } });
    expect(field("probe.v1.Maps.to_leaf").type).toMatchObject({ typeName: "probe.v1.Leaf" });
  });
});

describe("a message field knows whether it stands between tags or behind a length", () => {
  it.each<[string, string, boolean]>([
    ["probe.v1.Tree.left", "probe.v1.Tree", false],
    ["legacy.v1.Groups.opengroup", "legacy.v1.Groups.OpenGroup", true],
    ["legacy.v1.Groups.opengroups", "legacy.v1.Groups.OpenGroups", true],
    ["legacy.v1.Groups.OpenGroup.inner", "legacy.v1.Groups.OpenGroup.Inner", true],
    ["legacy.v1.Groups.LoopGroup.again", "legacy.v1.Groups", false],
    ["editions.v1.Encoding.leaf", "editions.v1.Leaf", true],
    ["editions.v1.Encoding.prefixed_leaf", "editions.v1.Leaf", false],
    ["editions.v1.Encoding.leaves", "editions.v1.Leaf", true],
    ["editions.v1.Encoding.prefixed_leaves", "editions.v1.Leaf", false],
    // Values of maps never are groups.
    ["editions.v1.Encoding.to_leaf", "editions.v1.Leaf", false],
  ])("%s: %s, delimited: %s", (name, typeName, delimited) => {
    expect(field(name).type).toEqual({ kind: "message", typeName, delimited });
  });
});

describe("scalars and enums", () => {
  it("every scalar type has its name in the protobuf language", () => {
    const scalars = message("probe.v1.Scalars").fields.filter(({ type }) => type.kind === "scalar");
    expect(scalars).toHaveLength(15);
    for (const { name, type } of scalars) expect(type).toEqual({ kind: "scalar", scalar: name.slice(2) });
  });

  it("an enum of proto2 is closed; its values are all there, aliases too, in the order of their declaration", () => {
    expect(field("legacy.v1.Required.open_level").type).toEqual({
      kind: "enum",
      enum: {
        typeName: "legacy.v1.Level",
        closed: true,
        values: [
          { name: "LEVEL_LOW", jsonName: "LEVEL_LOW", number: 1 },
          { name: "LEVEL_MINOR", jsonName: "LEVEL_MINOR", number: 1 },
          { name: "LEVEL_HIGH", jsonName: "LEVEL_HIGH", number: 2 },
          { name: "LEVEL_MAJOR", jsonName: "LEVEL_MAJOR", number: 2 },
          { name: "LEVEL_BELOW", jsonName: "LEVEL_BELOW", number: -5 },
        ],
      },
    });
  });

  it.each<[string, boolean]>([
    ["probe.v1.Scalars.f_color", false],
    ["editions.v1.Presence.open_implicit_color", false],
    ["editions.v1.Presence.open_closed_color", true],
    ["editions.v1.Encoding.open_to_kind", true],
  ])("%s: closed: %s", (name, closed) => {
    expect(field(name).type).toMatchObject({ kind: "enum", enum: { closed } });
  });
});

describe("names", () => {
  it.each<[string, string]>([
    ["csi.v1.NodePublishVolumeRequest.volume_context", "volumeContext"],
    ["legacy.v1.Renamed.open_renamed", "Quite-Different"],
    ["legacy.v1.Renamed.hidden_renamed", "looksOpen"],
    ["legacy.v1.Renamed.open_swapped", "hidden_swapped"],
    ["legacy.v1.Traps.__proto__", "Proto"],
  ])("%s is %s in JSON", (fullName, jsonName) => {
    expect(field(fullName)).toMatchObject({ fullName, jsonName, otherNames: [] });
  });

  it("extensions are not fields of the type that they extend", () => {
    expect(message("legacy.v1.Extendable").fields.map(({ name }) => name)).toEqual(["open", "hidden"]);
  });
});

describe("the options that are set on a field", () => {
  it.each<[string, unknown]>([
    ["options.v1.BoolOption.open_no_option", []],
    ["options.v1.DebugRedact.redacted_debug_redact", [option("debug_redact", { kind: "bool", value: true })]],
    ["options.v1.DebugRedact.open_debug_redact", [option("debug_redact", { kind: "bool", value: false })]],
    ["options.v1.BoolOption.redacted_bool", [option("options.v1.my_secret", { kind: "bool", value: true })]],
    [
      "options.v1.RepeatedEnumOption.redacted_last",
      [
        option(
          "options.v1.sensitivities",
          expect.objectContaining({ kind: "enum", debugRedact: false }),
          expect.objectContaining({ kind: "enum", debugRedact: true }),
        ),
      ],
    ],
    [
      "options.v1.MessageOption.redacted_depth_two",
      [
        option("options.v1.classification", {
          kind: "message",
          options: [
            option("detail", {
              kind: "message",
              options: [option("sensitivity", expect.objectContaining({ kind: "enum", debugRedact: true }))],
              zeros: expect.any(Array),
            }),
          ],
          zeros: expect.any(Array),
        }),
      ],
    ],
    [
      "options.v1.ScalarOption.open_string",
      [option("options.v1.note", { kind: "text", value: expect.any(String) })],
    ],
  ])("%s", (name, options) => {
    expect(field(name).marks.flatMap((marks) => marks.options)).toEqual(options);
  });
});

function option(name: string, ...values: readonly unknown[]): object {
  return { name, values };
}

function message(typeName: string): MessageShape {
  const shape = source.message(typeName);
  if (shape === undefined) throw new Error(`no type ${typeName}`);
  return shape;
}

function field(fullName: string): FieldShape {
  const dot = fullName.lastIndexOf(".");
  const found = message(fullName.slice(0, dot)).fields.find(({ name }) => name === fullName.slice(dot + 1));
  if (found === undefined) throw new Error(`no field ${fullName}`);
  return found;
}
