import { create, type DescField, ScalarType } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import {
  ChoiceSchema,
  LeafSchema,
  ListsSchema,
  MapsSchema,
  OptionalsSchema,
  ScalarsSchema,
  SecretScalarsSchema,
  TreeSchema,
} from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";

const SECRET = "hunter2";
const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.anything({
    withBoxedValues: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
  }),
  fc.double(),
  fc.bigInt(),
  fc.bigInt().map(String),
  fc.constantFrom(
    () => SECRET,
    Symbol(SECRET),
    Object(SECRET),
    { toString: () => SECRET },
    { valueOf: () => 7 },
  ),
);

const isInteger = (value: unknown, least: bigint, most: bigint): boolean =>
  Number.isInteger(value) && BigInt(Number(value)) >= least && BigInt(Number(value)) <= most;

const isInteger64 = (value: unknown, least: bigint, most: bigint): boolean => {
  const isCanonical = typeof value === "string" && /^-?\d+$/.test(value) && String(BigInt(value)) === value;
  if (typeof value !== "bigint" && !isCanonical)
    return Number.isSafeInteger(value) && isInteger(value, least, most);
  return BigInt(value) >= least && BigInt(value) <= most;
};

/** Whether a value is one of a field's type; undefined and null mean that it is not set. */
function isOfType(field: DescField, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (field.scalar) {
    case ScalarType.STRING:
      return typeof value === "string";
    case ScalarType.BOOL:
      return typeof value === "boolean";
    case ScalarType.BYTES:
      return value instanceof Uint8Array;
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return typeof value === "number";
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return isInteger64(value, -(2n ** 63n), 2n ** 63n - 1n);
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return isInteger64(value, 0n, 2n ** 64n - 1n);
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return isInteger(value, 0n, 2n ** 32n - 1n);
    default:
      return isInteger(value, -(2n ** 31n), 2n ** 31n - 1n);
  }
}

describe.each(FORMATS)("a value of the wrong type never prints as %s", (format) => {
  const sanitizer = createSanitizer({ schemas: [registry], format });
  const keyOf = (field: DescField): string => (format === "protojson" ? field.jsonName : field.name);
  const noteFor = (field: DescField): string =>
    `<<wrong type of value, ${field.parent.typeName}.${field.name}>>`;

  it.each(ScalarsSchema.fields.map((field) => [field.name, field] as const))("in a field: %s", (_, field) => {
    fc.assert(
      fc.property(
        anything.filter((value) => !isOfType(field, value)),
        (value) => {
          const message = { ...create(ScalarsSchema), [field.localName]: value };
          expect(sanitizer.toJson(message)).toEqual({ [keyOf(field)]: noteFor(field) });
        },
      ),
    );
  });

  it.each(
    OptionalsSchema.fields
      .filter((field) => !field.name.startsWith("hidden"))
      .map((field) => [field.name, field] as const),
  )("in an optional field: %s", (_, field) => {
    fc.assert(
      fc.property(
        anything.filter((value) => !isOfType(field, value)),
        (value) => {
          const message = { ...create(OptionalsSchema), [field.localName]: value };
          expect(sanitizer.toJson(message)).toEqual({ [keyOf(field)]: noteFor(field) });
        },
      ),
    );
  });

  it("in a secret field it is as secret as any other", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SecretScalarsSchema.fields), anything, (field, value) => {
        const message = { ...create(SecretScalarsSchema), [field.localName]: value };
        expect([{}, { [keyOf(field)]: "***stripped***" }]).toContainEqual(sanitizer.toJson(message));
      }),
    );
  });

  it.each(
    ListsSchema.fields.flatMap((field) =>
      field.name.startsWith("hidden") ? [] : [[field.name, field] as const],
    ),
  )("in a list: %s", (_, field) => {
    const isWrong = (value: unknown): boolean =>
      value === undefined || value === null || field.message !== undefined || !isOfType(field, value);
    const note = field.message === undefined ? noteFor(field) : "<<wrong type of value, probe.v1.Leaf>>";
    fc.assert(
      fc.property(anything.filter(isWrong), (value) => {
        const items = { ...create(ListsSchema), [field.localName]: [value, value] };
        expect(sanitizer.toJson(items)).toEqual({ [keyOf(field)]: [note, note] });
      }),
    );
  });

  it("in the place of a list, which an object with a length is not", () => {
    const noList = anything.filter((value) => !Array.isArray(value) && value !== null && value !== undefined);
    fc.assert(
      fc.property(
        fc.oneof(noList, fc.constant({ length: 1, 0: SECRET }), fc.constant(new Set([SECRET]))),
        (value) => {
          const message = { ...create(ListsSchema), strings: value };
          expect(sanitizer.toJson(message)).toEqual({
            strings: "<<wrong type of value, probe.v1.Lists.strings>>",
          });
        },
      ),
    );
  });

  it("in the holes of a sparse array", () => {
    const strings = new Array<string>(3);
    strings[1] = "a";
    const note = "<<wrong type of value, probe.v1.Lists.strings>>";
    expect(sanitizer.toJson({ ...create(ListsSchema), strings })).toEqual({ strings: [note, "a", note] });
  });

  it("in the place of a map", () => {
    const noMap = anything.filter((value) => typeof value !== "object" || Array.isArray(value));
    fc.assert(
      fc.property(
        noMap.filter((value) => value !== undefined),
        (value) => {
          const [key, note] =
            format === "protojson"
              ? ["byString", "<<wrong type of value, probe.v1.Maps.by_string>>"]
              : ["by_string", "<<wrong type of value, probe.v1.Maps.by_string>>"];
          expect(sanitizer.toJson({ ...create(MapsSchema), byString: value })).toEqual({ [key]: note });
        },
      ),
    );
  });

  it("in a oneof", () => {
    fc.assert(
      fc.property(anything, anything, (picked, value) => {
        const known = ChoiceSchema.fields.map((field) => field.localName);
        fc.pre(!known.includes(String(typeof picked === "string" ? picked : "")));
        expect(sanitizer.toJson({ ...create(ChoiceSchema), pick: { case: picked, value } })).toEqual({});
        expect(sanitizer.toJson({ ...create(ChoiceSchema), pick: picked })).toEqual({});
      }),
    );
  });
});

describe("a key that is not valid for the type of its map prints a note", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });

  it.each<[string, string, readonly string[]]>([
    [
      "byInt32",
      "by_int32",
      ["x", "", " 1", "1.5", "01", "-0", "+1", "1e3", "0x10", "2147483648", "4111111111111111"],
    ],
    ["byInt64", "by_int64", ["x", "9223372036854775808", "-9223372036854775809", "99999999999999999999"]],
    ["byUint32", "by_uint32", ["-1", "4294967296"]],
    ["byUint64", "by_uint64", ["-1", "18446744073709551616"]],
    ["byBool", "by_bool", ["0", "1", "TRUE", "yes", ""]],
  ])("%s", (property, name, keys) => {
    const printed = keys.map((key) => {
      const json = Object(sanitizer.toJson({ ...create(MapsSchema), [property]: { [key]: "a" } }));
      return Object.keys(json[name]).join();
    });
    expect(printed).toEqual(keys.map(() => `<<wrong type of key, probe.v1.Maps.${name}>>`));
  });
});

describe("a message of another type", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });
  const request = create(NodePublishVolumeRequestSchema, {
    volumeId: "vol-1",
    secrets: { password: SECRET },
  });
  const login = create(LeafSchema, { open: "jane", hidden: SECRET });

  it("prints a note in the place of a message", () => {
    expect(sanitizer.stringify({ ...create(TreeSchema), left: login })).toBe(
      '{"left":"<<wrong type of value, probe.v1.Tree>>"}',
    );
    expect(sanitizer.stringify(TreeSchema, login)).toBe('"<<wrong type of value, probe.v1.Tree>>"');
    expect(sanitizer.stringify("probe.v1.Tree", login)).toBe('"<<wrong type of value, probe.v1.Tree>>"');
  });

  // It may look like a map of strings: its string fields, secret ones among them, would print as entries.
  it("prints none of its secrets in the place of a map", () => {
    expect(sanitizer.stringify({ ...create(MapsSchema), byString: login })).not.toContain(SECRET);
    expect(sanitizer.stringify({ ...create(MapsSchema), volumeContext: login })).not.toContain(SECRET);
  });

  // It may look like JSON, too.
  it("prints none of its secrets in a Struct, at any depth", () => {
    for (const struct of [login, request, { a: login }, { a: [{ b: request }] }]) {
      expect(sanitizer.stringify({ ...create(SingularSchema), struct })).not.toContain(SECRET);
    }
  });

  it("prints a note in the place of a wrapped value", () => {
    expect(sanitizer.stringify({ ...create(SingularSchema), stringValue: login })).toBe(
      '{"string_value":{"value":"<<wrong type of value, google.protobuf.StringValue.value>>"}}',
    );
  });
});
