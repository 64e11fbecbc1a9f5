import { create, type Message, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import * as editions from "../gen/editions_pb.js";
import * as groups from "../gen/groups_pb.js";
import * as legacy from "../gen/legacy_pb.js";
import * as probe from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";

// Nothing is secret here: what is printed is what @bufbuild/protobuf writes.
const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] }, format: "protojson" });

// A value that an open enum does not declare.
const UNKNOWN: number = 99;

describe.each<[string, readonly Message[]]>([
  [
    "proto3",
    [
      create(probe.OptionalsSchema, {
        fInt32: 0,
        fString: "",
        fBool: false,
        fColor: 0,
        fBytes: new Uint8Array(0),
      }),
      create(probe.ScalarsSchema, {
        fColor: UNKNOWN,
        fInt64: -(2n ** 63n),
        fUint64: 2n ** 64n - 1n,
        fFloat: 1.5,
      }),
      create(probe.MapsSchema, {
        byBool: { true: "a" },
        byInt64: { "-9": "b" },
        toColor: { a: 2, b: UNKNOWN },
      }),
      create(probe.ChoiceSchema, { pick: { case: "number", value: 0n } }),
      create(probe.ChoiceSchema, { pick: { case: "blob", value: new Uint8Array(0) } }),
      create(probe.TreeSchema, { left: { right: { children: [{}, { label: "a" }], named: { a: {} } } } }),
    ],
  ],
  [
    "proto2: required fields, defaults, closed enums, jstype",
    [
      create(legacy.RequiredSchema, {
        open: "",
        hidden: "a",
        openNumber: 0,
        openLevel: legacy.Level.MAJOR,
        leaf: {},
        hiddenDebug: new Uint8Array([1]),
      }),
      create(legacy.DefaultsSchema),
      create(legacy.DefaultsSchema, {
        openString: "",
        openInt64: 0n,
        openDoubleNan: Number.NaN,
        openBool: false,
      }),
      create(legacy.NumbersSchema, {
        openJsString: "-9223372036854775808",
        openJsNumber: 7n,
        openJsStrings: ["0"],
      }),
      create(legacy.RenamedSchema, { openRenamed: "a", openSwapped: "b", hiddenSwapped: "c" }),
      create(legacy.CamelTrapsSchema, { hasOwnProperty: "a", hiddenCamel: "b" }),
      create(legacy.ListsSchema, { openPacked: [1, -1], openLevels: [-5, 1, 2], leaves: [{ open: "a" }] }),
    ],
  ],
  [
    "proto2: groups",
    [
      create(legacy.GroupsSchema, {
        opengroup: { open: "a", inner: { hidden: "b" } },
        opengroups: [{ open: "c" }, {}],
        loopgroup: { again: { openAfter: "d" } },
      }),
      create(groups.GroupPositionsSchema, {
        pick: { case: "pickgroup", value: { open: "a" } },
        hiddengroup: { below: "b" },
        opengroup: { hiddeninner: { below: "c" }, leaf: { open: "d" } },
      }),
    ],
  ],
  [
    "edition 2023: presence and encoding field by field",
    [
      create(editions.PresenceSchema, {
        openRequired: "",
        hiddenRequired: "a",
        openImplicit: "",
        openDefault: 0n,
      }),
      create(editions.PresenceSchema, { openRequired: "a", hiddenRequired: "", openImplicitColor: 1 }),
      create(editions.EncodingSchema, {
        leaf: { open: "a" },
        prefixedLeaves: [{ open: "b" }],
        openExpandedColors: [1, 2],
        toLeaf: { a: { open: "c" } },
        openToKind: { 1: 1 },
        pick: { case: "openPickColor", value: 2 },
      }),
      create(editions.TreeSchema, { left: { right: { open: "a" } }, named: { a: { children: [{}] } } }),
    ],
  ],
])("messages of %s print as @bufbuild/protobuf writes them", (_, messages) => {
  it.each(messages)("$$typeName %#", (message) => {
    const desc = registry.getMessage(message.$typeName);
    if (desc === undefined) throw new Error(`no descriptor for ${message.$typeName}`);
    const expected = toJson(desc, message, { registry });
    expect(JSON.parse(sanitizer.stringify(message))).toEqual(expected);
    expect(sanitizer.toJson(message)).toEqual(expected);
  });
});

describe("if @bufbuild/protobuf throws", () => {
  it("a message without its required fields prints those that it has", () => {
    const required = create(legacy.RequiredSchema, { open: "a" });
    expect(() => toJson(legacy.RequiredSchema, required)).toThrow();
    expect(sanitizer.stringify(required)).toBe('{"open":"a"}');
  });
});
