import vm from "node:vm";
import { create, type DescMessage, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { NullValue, ValueSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import {
  ChoiceSchema,
  HiddenSchema,
  ListsSchema,
  MapsSchema,
  OptionalsSchema,
  SingularSchema,
} from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { expectAgreement } from "./every-writer.js";
import { protoFiles, protoPath } from "./proto-files.js";
import { protobufjs, VERSIONS } from "./protobufjs-root.js";

// In ProtoJSON, null is the value of a google.protobuf.Value and of a google.protobuf.NullValue. Anywhere else it means that a
// field is not set.

const NULL = create(ValueSchema, { kind: { case: "nullValue", value: NullValue.NULL_VALUE } });
const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

/** Makes objects of another kind with the same properties. */
const KINDS: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => object>> = {
  "a plain object": (properties) => properties,
  "an object without a prototype": (properties) => Object.assign(Object.create(null), properties),
  "an object of another realm": (properties) => Object.assign(vm.runInNewContext("({})"), properties),
};

describe.each(FORMATS)("null as the value, printed as %s", (format) => {
  const sanitizer = createSanitizer({ schemas: [registry], format });

  function expectLikeWire<T extends DescMessage>(
    schema: T,
    init: MessageInitShape<T>,
    ...objects: object[]
  ): void {
    const bytes = toBinary(schema, create(schema, init));
    const wire = sanitizer.stringifyBinary(schema, bytes);
    for (const message of objects) {
      expect(expectAgreement({ sanitizer, type: schema.typeName, message })).toBe(wire);
    }
  }

  it.each(Object.entries(KINDS))("of a member of a oneof, under all names: %s", (_, make) => {
    expectLikeWire(
      ChoiceSchema,
      { pick: { case: "value", value: NULL } },
      make({ value: null }),
      // ts-proto gives every member a property.
      make({ any: undefined, nullValue: undefined, stringValue: undefined, value: null }),
      make({ pick: "value", value: null }),
      make({ pick: make({ case: "value", value: null }) }),
      make({ pick: make({ $case: "value", value: null }) }),
      make({ pick: make({ oneofKind: "value", value: null }) }),
      Object.create({ pick: Object.create({ $case: "value" }, { value: { value: null } }) }),
    );
    for (const name of ["null_value", "nullValue"]) {
      expectLikeWire(
        ChoiceSchema,
        { pick: { case: "nullValue", value: NullValue.NULL_VALUE } },
        make({ [name]: null }),
        make({ value: undefined, [name]: null }),
        make({ pick: name, [name]: null }),
        make({ pick: make({ case: name, value: null }) }),
        make({ pick: make({ $case: name, [name]: null }) }),
        make({ pick: make({ oneofKind: name, [name]: null }) }),
        make({ [name]: 0 }),
        make({ [name]: "NULL_VALUE" }),
      );
    }
  });

  it.each(Object.entries(KINDS))("of fields, list items and entries: %s", (_, make) => {
    expectLikeWire(SingularSchema, { value: NULL }, make({ value: null }));
    // A NullValue with implicit presence is not set if it is null.
    expectLikeWire(SingularSchema, {}, make({ null_value: null }), make({ nullValue: null }));
    expectLikeWire(OptionalsSchema, { value: NULL }, make({ value: null }));
    expectLikeWire(OptionalsSchema, { nullValue: 0 }, make({ null_value: null }), make({ nullValue: null }));
    expectLikeWire(ListsSchema, { value: [NULL, NULL] }, make({ value: [null, null] }));
    expectLikeWire(
      ListsSchema,
      { nullValue: [0, 0] },
      make({ null_value: [null, 0] }),
      make({ nullValue: [null, "NULL_VALUE"] }),
    );
    const maps = { value: { a: NULL }, nullValue: { b: 0 } } as const;
    expectLikeWire(
      MapsSchema,
      maps,
      make({ value: make({ a: null }), null_value: make({ b: null }) }),
      make({ value: new Map([["a", null]]), nullValue: new Map([["b", null]]) }),
      make({ value: [["a", null]], null_value: [["b", null]] }),
      make({ value: [{ key: "a", value: null }], null_value: [{ key: "b", value: null }] }),
      // What an entry lacks has its default, as on the wire.
      make({ value: [{ key: "a", value: null }], null_value: [{ key: "b" }] }),
    );
  });

  it("is as secret as any other", () => {
    for (const [field, message] of [
      ["hidden_value", { hidden_value: null }],
      ["hidden_value", { hiddenValue: null }],
    ] as const) {
      const text = expectAgreement({ sanitizer, type: "wkt.v1.Hidden", message });
      const name = format === "go" ? field : "hiddenValue";
      expect(text).toBe(`{"${name}":"***stripped***"}`);
    }
    const map = { hidden_value_map: { a: null } };
    expect(expectAgreement({ sanitizer, type: "wkt.v1.HiddenPositions", message: map })).toMatch(/stripped/);
    expect(HiddenSchema.fields.map((field) => field.name)).toContain("hidden_null_value");
  });
});

describe("a copy with a secret null", () => {
  const sanitizer = createSanitizer({
    schemas: [registry],
    policy: { fields: [/^wkt\.v1\..*value$/] },
    onSuspect: "ignore",
  });

  it.each(Object.entries(KINDS))("is the copy with any other secret value: %s", (_, make) => {
    const like = (type: string, messageWith: (value: unknown) => object): void => {
      const copy = sanitizer.redact(type, messageWith("hunter2"));
      expect(sanitizer.redact(type, messageWith(null))).toEqual(copy);
      expect(sanitizer.redact(type, copy)).toEqual(copy);
    };
    like("wkt.v1.Hidden", (value) => make({ hidden_value: value }));
    like("wkt.v1.Hidden", (value) => make({ hiddenValue: value }));
    like("wkt.v1.Optionals", (value) => make({ value }));
    like("wkt.v1.Choice", (value) => make({ value }));
    like("wkt.v1.Choice", (value) => make({ pick: "value", value }));
    for (const name of ["case", "$case", "oneofKind"])
      like("wkt.v1.Choice", (value) => make({ pick: make({ [name]: "value", value }) }));
  });

  it("keeps each null that means that a field is not set", () => {
    const members = { value: null, string_value: null };
    expect(sanitizer.redact("wkt.v1.Choice", members)).toEqual(members);
    const others = Object.fromEntries(SingularSchema.fields.map((field) => [field.name, null]));
    expect(sanitizer.redact("wkt.v1.Singular", others)).toEqual(others);
  });
});

describe("null means that a field is not set", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });

  it("where every field has a property, because defaults were filled in", () => {
    const filled = Object.fromEntries(SingularSchema.fields.map((field) => [field.name, null]));
    expect(sanitizer.stringify("wkt.v1.Singular", filled)).toBe("{}");
  });

  it("where another member of the oneof has a property, too", () => {
    for (const other of [null, "a"]) {
      const text = sanitizer.stringify("wkt.v1.Choice", { value: null, string_value: other });
      expect(text).toBe(other === null ? "{}" : '{"string_value":{"value":"a"}}');
    }
  });

  it("in fields of all other types", () => {
    const others = SingularSchema.fields.filter(({ name }) => name !== "value");
    for (const { name } of others)
      expect(sanitizer.stringify("wkt.v1.Singular", { [name]: null })).toBe("{}");
  });

  it.each(VERSIONS)("in instances of protobufjs %s", (version) => {
    const root = new (protobufjs(version).Root)();
    root.resolvePath = (_origin, target) => protoPath(target);
    root.loadSync([...protoFiles], { keepCase: true });
    for (const type of ["wkt.v1.Singular", "wkt.v1.Choice"])
      expect(sanitizer.stringify(root.lookupType(type).create({ value: null, null_value: null }))).toBe("{}");
  });
});
