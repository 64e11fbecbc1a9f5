import type { DescField } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { anyMessage, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

const sanitizer = createSanitizer({ schemas: [registry] });

/** Things that no field of an object can hold, with a text in them that must not show. */
const NEVER_A_VALUE: readonly unknown[] = [
  Symbol("hunter2"),
  () => "hunter2",
  new String("hunter2"),
  new Error("hunter2"),
  /hunter2/,
  new Set(["hunter2"]),
  new URL("https://hunter2.example"),
  { toString: () => "hunter2", toJSON: () => "hunter2", valueOf: () => "hunter2" },
  Object.assign(() => 1, { low: 1, high: "hunter2" }),
  { low: "hunter2", high: 0 },
  { type: "Buffer", data: ["hunter2"] },
];

const TEXTS: readonly unknown[] = ["hunter2", "!hunter2!", "hunter2\u0000", "0xhunter2"];

const typesOf = (...names: readonly string[]): readonly DescField[] =>
  names.flatMap((name) => registry.getMessage(name)?.fields ?? []);

describe("a value that a field cannot hold does not show", () => {
  const fields = typesOf(
    "probe.v1.Scalars",
    "probe.v1.Optionals",
    "probe.v1.Lists",
    "probe.v1.Maps",
    "probe.v1.Choice",
    "probe.v1.WellKnown",
    "probe.v1.Everything",
    "wkt.v1.Singular",
    "wkt.v1.Lists",
    "wkt.v1.Maps",
    "legacy.v1.Required",
    "editions.v1.Encoding",
  ).filter((field) => !holdsJson(field));

  it.each(fields.map((field) => ({ name: `${field.parent.typeName}.${field.name}`, field })))(
    "in $name",
    ({ field }) => {
      for (const value of [...NEVER_A_VALUE, ...(holdsText(field) ? [] : TEXTS)]) {
        for (const message of positions(field, value)) {
          const text = sanitizer.stringify(field.parent.typeName, message);
          expect(text).not.toMatch(/hunter2/i);
          JSON.parse(text);
        }
      }
    },
  );

  it("a text that is not base64, in bytes", () => {
    for (const value of ["hunter2!", "*", "=hunter2"]) {
      const text = sanitizer.stringify("probe.v1.Scalars", { f_bytes: value });
      expect(text).toBe('{"f_bytes":"<<wrong type of value, probe.v1.Scalars.f_bytes>>"}');
    }
  });

  it("the name of an enum value that does not exist", () => {
    for (const value of ["COLOR_HUNTER2", "__proto__", "constructor", "toString", "", "1"]) {
      const text = sanitizer.stringify("probe.v1.Scalars", { f_color: value });
      expect(text).toBe('{"f_color":"<<wrong type of value, probe.v1.Scalars.f_color>>"}');
    }
  });
});

describe("64-bit integers", () => {
  it.each<[unknown, string]>([
    [{ low: 1, high: 2, unsigned: false }, "8589934593"],
    [{ low: -1, high: -1, unsigned: true }, "-1"],
    [{ low: 4294967295, high: 0 }, "4294967295"],
    ["-9223372036854775808", "-9223372036854775808"],
    [-(2 ** 53), "-9007199254740992"],
    [9223372036854775807n, "9223372036854775807"],
  ])("%o is one", (value, digits) => {
    expect(sanitizer.stringify("probe.v1.Scalars", { f_int64: value })).toBe(`{"f_int64":${digits}}`);
  });

  it.each<[string, unknown]>([
    ["beyond 64 bits", 2n ** 63n],
    ["beyond 64 bits, as text", "9223372036854775808"],
    ["hexadecimal", "0x10"],
    ["with an exponent", "1e3"],
    ["with a fraction", 1.5],
    ["infinite", Number.POSITIVE_INFINITY],
    ["a Long with a fraction", { low: 1.5, high: 0 }],
    ["a Long with NaN", { low: Number.NaN, high: 0 }],
    ["a Long of bigints", { low: 1n, high: 0n }],
    ["half a Long", { low: 1 }],
    ["a list of a Long", [{ low: 1, high: 0 }]],
  ])("%s is none", (_, value) => {
    const text = sanitizer.stringify("probe.v1.Scalars", { f_int64: value });
    expect(text).toBe('{"f_int64":"<<wrong type of value, probe.v1.Scalars.f_int64>>"}');
  });

  it("a Long whose halves are far out of range prints no more than 64 bits of them", () => {
    const text = sanitizer.stringify("probe.v1.Scalars", { f_int64: { low: 1e300, high: -1e300 } });
    expect(text).toMatch(/^\{("f_int64":(-?\d{1,19}|"<<wrong type of value, .*))?\}$/);
  });
});

describe("messages with anything at all in their properties", () => {
  it.each(subjects)("never make it throw: $name", ({ types }) => {
    const formats = (["go", "protojson"] as const).map((format) =>
      createSanitizer({ schemas: [registry], format }),
    );
    fc.assert(
      fc.property(
        anyMessage(types),
        fc.infiniteStream(fc.anything()),
        fc.boolean(),
        ({ desc }, values, keepCase) => {
          const names = desc.fields.map((field) => (keepCase ? field.name : field.localName));
          const message = Object.fromEntries(names.map((name) => [name, values.next().value]));
          for (const one of formats) JSON.parse(one.stringify(desc.typeName, message));
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});

/** A value in a field of its own, in a list, and in a map. */
function positions(field: DescField, value: unknown): readonly object[] {
  const alone = { [field.name]: value };
  if (field.fieldKind === "list") return [alone, { [field.name]: [value] }, { [field.name]: [value, value] }];
  if (field.fieldKind !== "map") return [alone];
  // The keys of an object are keys of a map; these two are such in some map, or in none.
  const maps = [{ "1": value }, new Map([["true", value]]), [["1", value]], [{ key: "1", value }]];
  return maps.map((map) => ({ [field.name]: map }));
}

/** Whether a text is a value of the field: in strings, in bytes as base64, and where ProtoJSON writes one. */
function holdsText({ scalar, message }: DescField): boolean {
  const isText = scalar !== undefined && [STRING, BYTES].includes(scalar);
  return isText || /\.(StringValue|BytesValue|FieldMask)$/.test(message?.typeName ?? "");
}

const STRING = 9;
const BYTES = 12;

/** Whether any JSON is a value of the field. */
function holdsJson({ message }: DescField): boolean {
  return /^google\.protobuf\.(Struct|Value|ListValue)$/.test(message?.typeName ?? "");
}
