import { create, type DescMessage, fromBinary, toBinary } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { protobufEsName } from "../../src/representations/property-name.js";
import { EncodingSchema, PresenceSchema } from "../gen/editions_pb.js";
import { ExtendableSchema, TrapsSchema } from "../gen/legacy_pb.js";
import { ChoiceSchema, EverythingOlderSchema, EverythingSchema, LeafSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { anyMessage, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] } });
const types = subjects.flatMap((subject) => subject.types);

describe("a message of protobuf-es is read from the properties of protobuf-es", () => {
  it("every field has the property that protobuf-es gives it", () => {
    const names = (desc: DescMessage): [string, string][] =>
      desc.fields.filter((field) => field.oneof === undefined).map((field) => [field.name, field.localName]);
    for (const desc of types) {
      for (const [name, localName] of names(desc)) expect(protobufEsName(name)).toBe(localName);
      for (const oneof of desc.oneofs) expect(protobufEsName(oneof.name)).toBe(oneof.localName);
    }
  });

  it("fields print that are set, as reflection has it, and no others", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        fc.pre(desc.typeName !== "google.protobuf.Any");
        const reflected = reflect(desc, message);
        const set = desc.fields.filter((field) => reflected.isSet(field)).map((field) => field.name);
        expect(Object.keys(Object(sanitizer.toJson(message))).sort()).toEqual(set.sort());
      }),
      { numRuns: runs(1000) },
    );
  });

  it("a decoded message prints as the one that was encoded", () => {
    fc.assert(
      fc.property(anyMessage(types, { unknown: false }), ({ desc, message }) => {
        expect(sanitizer.stringify(fromBinary(desc, toBinary(desc, message)))).toBe(
          sanitizer.stringify(message),
        );
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe("other content of a message of protobuf-es never prints", () => {
  it("unknown fields: those that a newer writer knows", () => {
    const everything = create(EverythingSchema, { choice: { after: "a" }, tree: { label: "unknown" } });
    const older = fromBinary(EverythingOlderSchema, toBinary(EverythingSchema, everything));
    expect(older.$unknown).toHaveLength(1);
    expect(sanitizer.stringify(older)).toBe('{"choice":{"after":"a"}}');
  });

  it("extensions", () => {
    const bytes = new Uint8Array([10, 1, 97, 0xa2, 6, 7, ...Buffer.from("hunter2")]);
    const extended = fromBinary(ExtendableSchema, bytes);
    expect(extended.$unknown).toHaveLength(1);
    expect(sanitizer.stringify(extended)).toBe('{"open":"a"}');
  });

  it("properties that are not fields", () => {
    const leaf = {
      ...create(LeafSchema, { open: "a" }),
      password: "hunter2",
      [Symbol("hunter2")]: "hunter2",
    };
    expect(sanitizer.stringify(leaf)).toBe('{"open":"a"}');
  });
});

describe("presence", () => {
  it("a oneof has one member, with any value", () => {
    const pick = (value: object): string => sanitizer.stringify({ ...create(ChoiceSchema), pick: value });
    expect(pick({ case: "flag", value: false })).toBe('{"flag":false}');
    expect(pick({ case: "text", value: "" })).toBe('{"text":""}');
    expect(pick({ case: undefined })).toBe("{}");
    expect(pick({ case: "text" })).toBe("{}");
    expect(pick({ value: "hunter2" })).toBe("{}");
    expect(pick({ case: "toString", value: "hunter2" })).toBe("{}");
  });

  it("of a field in an edition is what its features say", () => {
    expect(sanitizer.stringify(create(PresenceSchema, { openExplicit: "", openImplicit: "" }))).toBe(
      '{"open_explicit":""}',
    );
    expect(sanitizer.stringify(create(EncodingSchema, { leaf: {}, prefixedLeaf: {} }))).toBe(
      '{"leaf":{},"prefixed_leaf":{}}',
    );
  });

  it("defaults on the prototype are not set", () => {
    expect(sanitizer.stringify(create(TrapsSchema))).toBe("{}");
    expect(sanitizer.stringify(create(PresenceSchema))).toBe("{}");
  });

  it("undefined and null are not set, wherever a value may stand", () => {
    for (const empty of [undefined, null]) {
      const fields = SingularSchema.fields.map((field) => [field.localName, empty]);
      const message = { $typeName: SingularSchema.typeName, ...Object.fromEntries(fields) };
      expect(sanitizer.stringify(message)).toBe("{}");
    }
  });
});
