import {
  create,
  type DescMessage,
  isMessage,
  type JsonValue,
  type Message,
  toJson,
} from "@bufbuild/protobuf";
import {
  AnySchema,
  anyPack,
  DoubleValueSchema,
  DurationSchema,
  FieldMaskSchema,
  ListValueSchema,
  NullValue,
  TimestampSchema,
  ValueSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { positions } from "./positions.js";
import { wellKnownSamples } from "./well-known-samples.js";

// Nothing is secret here: what is printed is what @bufbuild/protobuf writes.
const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] }, format: "protojson" });
const samples = wellKnownSamples(pack);

describe("well-known types print as @bufbuild/protobuf writes them", () => {
  it.each(positions)("in $name", ({ desc, place }) => {
    for (const { field, value } of samples) {
      const message = place(field, value);
      const expected = toJson(desc, message, { registry });
      expect(Object.keys(Object(expected))).toHaveLength(
        desc === SingularSchema && value === NullValue.NULL_VALUE ? 0 : 1,
      );
      expect(JSON.parse(sanitizer.stringify(message))).toEqual(expected);
      expect(sanitizer.toJson(message)).toEqual(expected);
    }
  });

  it("alone", () => {
    for (const { value } of samples) {
      if (!isMessage(value)) continue;
      const expected = toJson(descOf(value), value, { registry });
      expect(JSON.parse(sanitizer.stringify(value))).toEqual(expected);
    }
  });

  it("in an Any", () => {
    for (const { value } of samples) {
      if (!isMessage(value)) continue;
      const any = anyPack(AnySchema, anyPack(descOf(value), value));
      expect(sanitizer.toJson(any)).toEqual(toJson(AnySchema, any, { registry }));
    }
  });

  it("are absent if they are not set", () => {
    for (const { desc } of positions) expect(sanitizer.stringify(create(desc))).toBe("{}");
  });
});

describe("if @bufbuild/protobuf throws, a note is printed", () => {
  const timestamp = "<<out of range, google.protobuf.Timestamp>>";
  const duration = "<<out of range, google.protobuf.Duration>>";
  const fieldMask = "<<path cannot be written in camel case, google.protobuf.FieldMask>>";
  const notFinite = "<<number is not finite, google.protobuf.Value.number_value>>";
  const unknown = "<<unknown type, acme.v1.Unknown>>";

  const unprintable: readonly [field: string, value: Message, printed: JsonValue][] = [
    ...[
      { seconds: -62_135_596_801n },
      { seconds: 253_402_300_800n },
      { seconds: 2n ** 63n - 1n },
      { seconds: -(2n ** 63n) },
      { nanos: -1 },
      { nanos: 1_000_000_000 },
    ].map((init) => ["timestamp", create(TimestampSchema, init), timestamp] as const),
    ...[
      { seconds: 315_576_000_001n },
      { seconds: -315_576_000_001n },
      { seconds: 1n, nanos: -1 },
      { seconds: -1n, nanos: 1 },
    ].map((init) => ["duration", create(DurationSchema, init), duration] as const),
    ...["A", "aB", "a__b", "a_", "a_1", "_1", "a_B"].map(
      (path) => ["fieldMask", create(FieldMaskSchema, { paths: ["ok", path] }), fieldMask] as const,
    ),
    ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(
      (value) => ["value", create(ValueSchema, { kind: { case: "numberValue", value } }), notFinite] as const,
    ),
    [
      "any",
      create(AnySchema, { typeUrl: "x/acme.v1.Unknown" }),
      { "@type": "x/acme.v1.Unknown", value: unknown },
    ],
    [
      "any",
      anyPack(AnySchema, create(AnySchema, { typeUrl: "x/acme.v1.Unknown", value: new Uint8Array([8, 1]) })),
      {
        "@type": "type.googleapis.com/google.protobuf.Any",
        value: { "@type": "x/acme.v1.Unknown", value: unknown },
      },
    ],
    [
      "any",
      create(AnySchema, { typeUrl: "x/wkt.v1.Singular", value: new Uint8Array([10, 200]) }),
      { "@type": "x/wkt.v1.Singular", value: "<<malformed, wkt.v1.Singular>>" },
    ],
    [
      "any",
      anyPack(TimestampSchema, create(TimestampSchema, { nanos: -1 })),
      { "@type": "type.googleapis.com/google.protobuf.Timestamp", value: timestamp },
    ],
  ].map(([field, value, printed]) => [String(field), value as Message, printed as JsonValue]); // the tuples above

  describe.each(positions)("in $name", ({ desc, place, json }) => {
    it.each(unprintable)("%s %o", (field, value, printed) => {
      const message = place(field, value);
      expect(() => toJson(desc, message, { registry })).toThrow();
      expect(sanitizer.toJson(message)).toEqual(json(field, printed));
      expect(JSON.parse(sanitizer.stringify(message))).toEqual(json(field, printed));
    });
  });

  it("but for a Value without a kind, which prints as null", () => {
    const values = [create(ValueSchema)];
    expect(() => toJson(ListValueSchema, create(ListValueSchema, { values }))).toThrow();
    expect(sanitizer.stringify(create(ListValueSchema, { values }))).toBe("[null]");
    expect(sanitizer.stringify(create(ValueSchema))).toBe("null");
  });

  it("also for the payload of an Any without a type, which protobuf-es writes as {}", () => {
    const any = create(AnySchema, { value: new Uint8Array([8, 1]) });
    expect(sanitizer.stringify(any)).toBe('{"@type":"","value":"<<unknown type>>"}');
  });
});

describe("a wrapper that is not finite is not a Value", () => {
  it("and prints as a string", () => {
    const value = create(DoubleValueSchema, { value: Number.NaN });
    expect(sanitizer.stringify(value)).toBe('"NaN"');
  });
});

function pack(message: Message): Message {
  return anyPack(descOf(message), message);
}

function descOf(message: Message): DescMessage {
  const desc = registry.getMessage(message.$typeName);
  if (desc === undefined) throw new Error(`no descriptor for ${message.$typeName}`);
  return desc;
}
