import { create, createFileRegistry, type Registry } from "@bufbuild/protobuf";
import { FieldDescriptorProto_Type, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt } from "../../src/index.js";
import { anyCharacter } from "../any-text.js";
import { runs } from "../runs.js";

/** A type `lists.v1.List` with one list: `v`. */
function listOf(scalar: keyof typeof FieldDescriptorProto_Type, ofEnum?: string): Registry {
  const type = FieldDescriptorProto_Type[scalar];
  const values = ["NONE", "FIRST", "SECOND"].map((name, number) => ({ name, number }));
  const field = { name: "v", number: 1, label: 3, type, ...(ofEnum !== undefined && { typeName: ofEnum }) };
  const file = create(FileDescriptorProtoSchema, {
    name: "lists.proto",
    package: "lists.v1",
    syntax: "proto3",
    enumType: [{ name: "Level", value: values }],
    messageType: [{ name: "List", field: [field] }],
  });
  return createFileRegistry(file, () => undefined);
}

/** Makes a check that values print alike in a list, and one by one where the output is limited. */
function printsAlike(schemas: Registry, format: "go" | "protojson"): (values: readonly unknown[]) => void {
  const options = { schemas: [schemas], format, policy: [{ detectors: [jwt] }] };
  const atOnce = createSanitizer(options);
  const oneByOne = createSanitizer({ ...options, limits: { maxOutputLength: 2 ** 30 } });
  return (values) => {
    const list = { v: values };
    expect(atOnce.stringify("lists.v1.List", list)).toBe(oneByOne.stringify("lists.v1.List", list));
  };
}

const TOKEN = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.c2lnbmF0dXJl";
const strings = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("<b>", "a & b", "\u0085", "\u2028", "\ud800", "\\ud800", '"', TOKEN, `x ${TOKEN}`),
);
/** What is in lists, for each type: mostly values of the type. */
const KINDS: readonly (readonly [string, Registry, fc.Arbitrary<unknown>])[] = [
  ["int32", listOf("INT32"), fc.oneof(fc.integer(), fc.constantFrom(-0, 2 ** 31 - 1, -(2 ** 31)))],
  ["uint32", listOf("UINT32"), fc.integer({ min: 0, max: 2 ** 32 - 1 })],
  ["double", listOf("DOUBLE"), fc.double()],
  ["float", listOf("FLOAT"), fc.oneof(fc.float(), fc.double())],
  ["bool", listOf("BOOL"), fc.boolean()],
  ["string", listOf("STRING"), strings],
  ["int64", listOf("INT64"), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ["enum", listOf("ENUM", ".lists.v1.Level"), fc.integer({ min: 0, max: 2 })],
];
const anything = fc.oneof(fc.anything(), fc.constantFrom(2 ** 40, 1.5, null, "7", -1, 9));

describe.each(KINDS)("a long list of %s prints what its items print one by one", (_, schemas, value) => {
  const length = { minLength: 16, maxLength: 60 };

  it.each(["go", "protojson"] as const)("in the format %s", (format) => {
    fc.assert(fc.property(fc.array(value, length), printsAlike(schemas, format)), { numRuns: runs(300) });
  });

  it("with a value of any other type among them", () => {
    const check = printsAlike(schemas, "go");
    fc.assert(
      fc.property(fc.array(value, length), fc.nat(15), anything, (values, index, odd) => {
        check(values.map((one, at) => (at === index ? odd : one)));
      }),
      { numRuns: runs(300) },
    );
  });
});

describe("what is printed of a long list is what was looked at", () => {
  const schemas = listOf("STRING");
  const sanitizer = createSanitizer({ schemas: [schemas], policy: [{ detectors: [jwt] }] });
  const print = (list: unknown): string => sanitizer.stringify("lists.v1.List", { v: list });
  const open = Array.from({ length: 20 }, (_, index) => `open ${index}`);

  it("for a list that shows a credential at every other look", () => {
    for (const first of [0, 1]) {
      let looks = first;
      const changing = new Proxy(open, {
        get: (target, name) => (name === "3" && looks++ % 2 === 1 ? TOKEN : Reflect.get(target, name)),
      });
      expect(print(changing)).not.toContain(TOKEN);
    }
  });

  it("for a list with a form of its own in JSON, or with another class", () => {
    const withForm = Object.assign([...open], { toJSON: () => [TOKEN] });
    class List extends Array<string> {
      static override get [Symbol.species](): ArrayConstructor {
        throw new Error(TOKEN);
      }
    }
    const text = print(open);
    expect(print(withForm)).toBe(text);
    expect(print(List.from(open))).toBe(text);
    expect(print(Object.assign([...open], { [Symbol.isConcatSpreadable]: false }))).toBe(text);
  });

  it("for a list with gaps", () => {
    const gaps = [...open];
    delete gaps[4];
    expect(print(gaps)).toContain('"open 3","<<wrong type of value, lists.v1.List.v>>","open 5"');
  });
});

it("a message keeps its numbers: a long list is not changed", () => {
  const schemas = listOf("FLOAT");
  const message = { v: Array.from({ length: 40 }, (_, index) => index / 10) };
  const before = structuredClone(message);
  createSanitizer({ schemas: [schemas] }).stringify("lists.v1.List", message);
  expect(message).toEqual(before);
});
