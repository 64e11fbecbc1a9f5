import { create, setExtension } from "@bufbuild/protobuf";
import { StructSchema, ValueSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  DefaultsSchema,
  ExtendableSchema,
  ext_open,
  GroupsSchema,
  ListsSchema as LegacyListsSchema,
  MapsSchema as LegacyMapsSchema,
  Level,
} from "../gen/legacy_pb.js";
import { EverythingSchema, LeafSchema, ListsSchema, MapsSchema } from "../gen/probe_pb.js";
import {
  SingularSchema,
  StructContextMapSchema,
  StructContextSchema,
  StructContextsSchema,
  ValueContextSchema,
} from "../gen/well_known_pb.js";
import { printAsJson } from "./print-as-json.js";

const STRIPPED = "***stripped***";
const passwords = { mapKeys: [{ field: "volume_context", keys: ["password"] }] };
const credentials = { detectors: [(text: string) => text.includes("CREDENTIAL")] };

describe("numbers that JSON does not know", () => {
  it("are strings, and minus zero keeps its sign", () => {
    const numbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
    expect(printAsJson(ListsSchema, { doubles: numbers })).toEqual({
      doubles: ["NaN", "Infinity", "-Infinity", -0],
    });
  });
});

describe("proto2", () => {
  it("prints a group as a message under the name of its field", () => {
    const opengroup = { open: "a", hidden: "b", inner: { open: "c", hidden: "d" } };
    expect(printAsJson(GroupsSchema, { opengroup, opengroups: [{ open: "e", hidden: "f" }] })).toEqual({
      opengroup: { open: "a", hidden: STRIPPED, inner: { open: "c", hidden: STRIPPED } },
      opengroups: [{ open: "e", hidden: STRIPPED }],
    });
  });

  it("prints no default", () => {
    expect(printAsJson(DefaultsSchema, {})).toEqual({});
  });

  it("prints the first name of an alias, and the number of an unknown value", () => {
    // Level 99 has no name; the wire format brings such numbers.
    const openLevels = [Level.MINOR, Level.MAJOR, 99 as Level];
    expect(printAsJson(LegacyListsSchema, { openLevels })).toEqual({
      open_levels: ["LEVEL_LOW", "LEVEL_HIGH", 99],
    });
  });

  it("prints no extensions", () => {
    const message = create(ExtendableSchema, { open: "a" });
    setExtension(message, ext_open, "extended");
    expect(printAsJson(ExtendableSchema, message)).toEqual({ open: "a" });
  });
});

describe("keyed fields", () => {
  it("strip a key that is named, matched or judged, of integers and booleans too", () => {
    const policy = {
      mapKeys: [
        { field: "by_string", keys: ["exact", /^pass/g, (key: string) => key.endsWith("token")] },
        { field: "legacy.v1.Maps.by_int64", keys: ["9007199254740993"] },
        { field: "other.v1.Maps.by_bool", keys: ["true"] },
      ],
    };
    const byString = { exact: "1", exactly: "2", password: "3", passphrase: "4", my_token: "5" };
    const byInt64 = { "9007199254740993": "6", "7": "7" };
    expect(printAsJson(LegacyMapsSchema, { byString, byInt64, byBool: { true: "8" } }, policy)).toEqual({
      by_string: {
        exact: STRIPPED,
        exactly: "2",
        password: STRIPPED,
        passphrase: STRIPPED,
        my_token: STRIPPED,
      },
      by_int64: { "9007199254740993": STRIPPED, "7": "7" },
      by_bool: { true: "8" },
    });
  });

  it("strip a key whose predicate throws", () => {
    const keys = [
      () => {
        throw new Error("broken");
      },
    ];
    expect(
      printAsJson(MapsSchema, { byString: { a: "b" } }, { mapKeys: [{ field: "by_string", keys }] }),
    ).toEqual({
      by_string: { a: STRIPPED },
    });
  });

  it("reach every key of a Struct, at any depth", () => {
    const volumeContext = { password: { a: 1 }, list: [null, [{ password: "b", user: true }]] };
    const user = { bool_value: true };
    const list = {
      list_value: {
        values: [
          { null_value: "NULL_VALUE" },
          { list_value: { values: [{ struct_value: { fields: { password: STRIPPED, user } } }] } },
        ],
      },
    };
    expect(printAsJson(StructContextSchema, { volumeContext }, passwords)).toEqual({
      volume_context: { fields: { password: STRIPPED, list } },
    });
  });

  it("reach the Structs of lists, of maps and of Values, and the keys of such a map", () => {
    const struct = { password: "a" };
    const stripped = { fields: { password: STRIPPED } };
    expect(printAsJson(StructContextsSchema, { volumeContext: [struct, struct] }, passwords)).toEqual({
      volume_context: [stripped, stripped],
    });
    expect(
      printAsJson(StructContextMapSchema, { volumeContext: { open: struct, password: struct } }, passwords),
    ).toEqual({ volume_context: { open: stripped, password: STRIPPED } });
    const structValue = create(StructSchema, {
      fields: { password: create(ValueSchema, { kind: { case: "stringValue", value: "a" } }) },
    });
    expect(
      printAsJson(
        ValueContextSchema,
        { volumeContext: { kind: { case: "structValue", value: structValue } } },
        passwords,
      ),
    ).toEqual({ volume_context: { struct_value: stripped } });
  });

  it("leave the Structs of other fields alone", () => {
    expect(printAsJson(SingularSchema, { struct: { password: "a" } }, passwords)).toEqual({
      struct: { fields: { password: { string_value: "a" } } },
    });
  });

  it("do not reach into the maps of a message that is no Struct", () => {
    const policy = { mapKeys: [{ field: "maps", keys: ["password"] }] };
    const printed = { maps: { by_string: { password: "a" } } };
    expect(printAsJson(EverythingSchema, { maps: { byString: { password: "a" } } }, policy)).toEqual(printed);
  });
});

describe("detectors", () => {
  it("strip fields, list items, map values and strings of a Struct, one by one", () => {
    expect(printAsJson(LeafSchema, { open: "my CREDENTIAL" }, credentials)).toEqual({ open: STRIPPED });
    expect(printAsJson(ListsSchema, { strings: ["a", "CREDENTIAL"] }, credentials)).toEqual({
      strings: ["a", STRIPPED],
    });
    expect(printAsJson(MapsSchema, { byInt32: { 1: "CREDENTIAL", 2: "a" } }, credentials)).toEqual({
      by_int32: { 1: STRIPPED, 2: "a" },
    });
    expect(
      printAsJson(SingularSchema, { struct: { a: "CREDENTIAL" }, stringValue: "CREDENTIAL" }, credentials),
    ).toEqual({
      struct: { fields: { a: { string_value: STRIPPED } } },
      string_value: { value: STRIPPED },
    });
  });

  it("print all entries with a credential in the key as one", () => {
    const byString = { "CREDENTIAL 1": "a", b: "c", "CREDENTIAL 2": "d" };
    expect(printAsJson(MapsSchema, { byString }, credentials)).toEqual({
      by_string: { [STRIPPED]: STRIPPED, b: "c" },
    });
  });
});
