import { create, type Message } from "@bufbuild/protobuf";
import { type Any, AnySchema, anyPack, TimestampSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt } from "../../src/index.js";
import { GroupPositionsSchema } from "../gen/groups_pb.js";
import { DefaultsSchema, GroupsSchema, Level, ListsSchema } from "../gen/legacy_pb.js";
import { LeafSchema, MapsSchema, OptionalsSchema, ScalarsSchema, WellKnownSchema } from "../gen/probe_pb.js";
import { SingularSchema, ListsSchema as WellKnownListsSchema } from "../gen/well_known_pb.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

const STRIPPED = "***stripped***";
const sanitizer = createSanitizer({ schemas: [registry] });

/** The text of a message in the field `any` of another one: as the JSON that it is. */
function printedAny(any: Message): unknown {
  return Object(sanitizer.toJson({ ...create(SingularSchema), any })).any;
}

function anyOf(typeUrl: string, value: readonly number[] = []): Any {
  return create(AnySchema, { typeUrl, value: new Uint8Array(value) });
}

describe("an Any", () => {
  const leaf = anyPack(LeafSchema, create(LeafSchema, { open: "a", hidden: "hunter2" }));
  const printedLeaf = { type_url: leaf.typeUrl, value: { hidden: STRIPPED, open: "a" } };

  it("is opened, and its message sanitized", () => {
    expect(sanitizer.stringify(leaf)).toBe(
      '{"type_url":"type.googleapis.com/probe.v1.Leaf","value":{"hidden":"***stripped***","open":"a"}}',
    );
    expect(printedAny(leaf)).toEqual(printedLeaf);
  });

  it("is opened in an Any", () => {
    const nested = anyPack(AnySchema, anyPack(AnySchema, leaf));
    const typeUrl = "type.googleapis.com/google.protobuf.Any";
    expect(printedAny(nested)).toEqual({
      type_url: typeUrl,
      value: { type_url: typeUrl, value: printedLeaf },
    });
  });

  it.each<[string, Any, unknown]>([
    ["nothing at all", create(AnySchema), {}],
    ["no bytes of a known type", anyOf("x/probe.v1.Leaf"), { type_url: "x/probe.v1.Leaf", value: {} }],
    [
      "no bytes of an unknown type",
      anyOf("x/acme.v1.A"),
      { type_url: "x/acme.v1.A", value: "<<unknown type, acme.v1.A>>" },
    ],
    [
      "bytes of an unknown type",
      anyOf("x/acme.v1.A", [10, 1, 65]),
      { type_url: "x/acme.v1.A", value: "<<unknown type, acme.v1.A>>" },
    ],
    ["bytes without a type", anyOf("", [10, 1, 65]), { value: "<<unknown type>>" }],
    [
      "bytes of a type whose name is none",
      anyOf("x/not a name", [10, 1, 65]),
      { type_url: "x/not a name", value: "<<unknown type>>" },
    ],
    [
      "bytes that end too early",
      anyOf("x/probe.v1.Leaf", [10, 200]),
      { type_url: "x/probe.v1.Leaf", value: "<<malformed at byte 2, probe.v1.Leaf>>" },
    ],
    [
      "a secret that ends too early",
      anyOf("x/probe.v1.Leaf", [18, 5, 65]),
      { type_url: "x/probe.v1.Leaf", value: "<<malformed, probe.v1.Leaf>>" },
    ],
    [
      "a type name without a slash, as some runtimes write it",
      anyOf("probe.v1.Leaf", [10, 1, 65]),
      { type_url: "probe.v1.Leaf", value: { open: "A" } },
    ],
    [
      "a well-known type, as the plain message that it is",
      anyPack(TimestampSchema, create(TimestampSchema, { seconds: 1n, nanos: 2 })),
      { type_url: "type.googleapis.com/google.protobuf.Timestamp", value: { seconds: 1, nanos: 2 } },
    ],
    [
      "fields that its type does not know",
      anyOf("x/probe.v1.Leaf", [10, 1, 65, 42, 1, 66, 48, 7]),
      { type_url: "x/probe.v1.Leaf", value: { open: "A" } },
    ],
  ])("of %s", (_, any, printed) => {
    expect(printedAny(any)).toEqual(printed);
  });

  it("of a well-known type opens in a sanitizer without schemas, too", () => {
    const any = anyPack(TimestampSchema, create(TimestampSchema, { seconds: 1n }));
    expect(createSanitizer().toJson(any)).toEqual({ type_url: any.typeUrl, value: { seconds: 1 } });
  });

  it.each<[string, object]>([
    ["a type URL", { typeUrl: 7 }],
    ["a payload", { value: "hunter2" }],
    ["a payload", { value: [104, 117] }],
  ])("with the wrong type of %s prints a note", (_, wrong) => {
    const text = sanitizer.stringify({ ...leaf, ...wrong });
    expect(text).toMatch(/<<wrong type of value, google\.protobuf\.Any\.(type_url|value)>>/);
    expect(text).not.toMatch(/hunter2|104|7/);
  });

  it("with a credential in its type URL shows neither the URL nor its type", () => {
    const strict = createSanitizer({ schemas: [registry], policy: { detectors: [jwt] } });
    const typeUrl = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl/probe.v1.Leaf";
    expect(strict.toJson({ ...leaf, typeUrl })).toEqual({ type_url: STRIPPED, value: STRIPPED });
  });

  it("prints like its message, for any message", () => {
    const strict = createSanitizer({ schemas: [registry], policy: policies });
    fc.assert(
      fc.property(anyMessage(subjects.flatMap((subject) => subject.types)), ({ desc, message }) => {
        const any = anyPack(desc, message);
        const opened = `{"type_url":${JSON.stringify(any.typeUrl)},"value":${strict.stringify(message)}}`;
        expect(strict.stringify(any)).toBe(opened);
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe("a group prints as the message that it is", () => {
  it("in a field, a list, a group and a oneof", () => {
    const groups = create(GroupsSchema, {
      opengroup: { open: "a", hidden: "b", hiddenDebug: "c", inner: { open: "d", hidden: "e" } },
      opengroups: [{ open: "f" }, {}],
    });
    expect(sanitizer.toJson(groups)).toEqual({
      opengroup: {
        open: "a",
        hidden: STRIPPED,
        hidden_debug: STRIPPED,
        inner: { open: "d", hidden: STRIPPED },
      },
      opengroups: [{ open: "f" }, {}],
    });
    const pick = create(GroupPositionsSchema, {
      pick: { case: "pickgroup", value: { open: "a", hidden: "b" } },
    });
    expect(sanitizer.toJson(pick)).toEqual({ pickgroup: { open: "a", hidden: STRIPPED } });
  });

  it("or as its marker, if the field is secret", () => {
    const groups = create(GroupPositionsSchema, {
      pick: { case: "hiddenpickgroup", value: { below: "a" } },
      hiddengroup: {},
      hiddengroups: [{ below: "b" }],
    });
    expect(sanitizer.toJson(groups)).toEqual({
      hiddenpickgroup: STRIPPED,
      hiddengroup: STRIPPED,
      hiddengroups: STRIPPED,
    });
  });
});

describe("fields print if they are set", () => {
  it("with implicit presence: if they are not zero", () => {
    const zero = create(ScalarsSchema, {
      fString: "",
      fInt64: 0n,
      fBytes: new Uint8Array(0),
      fColor: 0,
      fBool: false,
    });
    expect(sanitizer.stringify(zero)).toBe("{}");
  });

  it("with explicit presence: even if they are zero", () => {
    expect(sanitizer.stringify(create(OptionalsSchema, { fInt32: 0, fBool: false, hidden: "" }))).toBe(
      '{"f_bool":false,"f_int32":0,"hidden":"***stripped***"}',
    );
  });

  it("with any default", () => {
    expect(sanitizer.stringify(create(DefaultsSchema))).toBe("{}");
    expect(sanitizer.stringify(create(DefaultsSchema, { openBool: true, openDoubleNan: Number.NaN }))).toBe(
      '{"open_bool":true,"open_double_nan":"NaN"}',
    );
  });
});

describe("enums print by name", () => {
  it("the first one of several, and by number if they have none", () => {
    expect(
      sanitizer.toJson(create(ListsSchema, { openLevels: [Level.MINOR, Level.MAJOR, Level.BELOW] })),
    ).toEqual({
      open_levels: ["LEVEL_LOW", "LEVEL_HIGH", "LEVEL_BELOW"],
    });
    const unknown: number = 99;
    expect(sanitizer.toJson(create(MapsSchema, { toColor: { a: unknown, b: 1 } }))).toEqual({
      to_color: { a: 99, b: "COLOR_RED" },
    });
  });
});

describe("well-known types print as the plain messages that they are", () => {
  it("wrapped values, set or not, times, Structs", () => {
    expect(
      sanitizer.toJson(
        create(WellKnownSchema, { at: { seconds: 1n }, ready: false, number: 7n, hiddenText: "a" }),
      ),
    ).toEqual({ at: { seconds: 1 }, ready: {}, number: { value: 7 }, hidden_text: STRIPPED });
    expect(
      sanitizer.toJson(create(SingularSchema, { struct: { a: [null, true] }, fieldMask: { paths: ["a"] } })),
    ).toEqual({
      field_mask: { paths: ["a"] },
      struct: {
        fields: { a: { list_value: { values: [{ null_value: "NULL_VALUE" }, { bool_value: true }] } } },
      },
    });
    expect(sanitizer.toJson(create(WellKnownListsSchema, { stringValue: [{ value: "a" }, {}] }))).toEqual({
      string_value: [{ value: "a" }, {}],
    });
  });
});
