import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  SourceCodeInfoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import type { SchemaInput } from "../../src/schema/schema-input.js";

const text = (name: string, number: number) => ({
  name,
  number,
  type: FieldDescriptorProto_Type.STRING,
  label: FieldDescriptorProto_Label.OPTIONAL,
  jsonName: name,
});

/** A file with a message in a message. */
const FILE = create(FileDescriptorProtoSchema, {
  name: "place/v1/outer.proto",
  package: "place.v1",
  syntax: "proto3",
  messageType: [
    { name: "Other" },
    {
      name: "Outer",
      field: [
        text("name", 1),
        { ...text("inner", 2), type: FieldDescriptorProto_Type.MESSAGE, typeName: ".place.v1.Outer.Inner" },
        text("free", 3),
      ],
      nestedType: [{ name: "Inner", field: [text("pin", 1)] }],
    },
  ],
});

/** What a compiler says of it. A span of three numbers begins and ends on one line; numbers count from zero. */
const LOCATIONS = [
  { path: [], span: [0, 0, 20, 1] },
  { path: [4, 1, 2, 0], span: [5, 2, 18] },
  { path: [4, 1, 2, 0, 1], span: [5, 9, 13] },
  { path: [4, 1, 2, 1], span: [6, 2, 8, 6] },
  { path: [4, 1, 3, 0, 2, 0], span: [300, 40, 61] },
];

/** The bytes of a descriptor set whose one file has more bytes behind it. */
function setOf(file: Uint8Array, more: readonly number[] = []): Uint8Array {
  const bytes = [...file, ...more];
  return Uint8Array.from([0x0a, (bytes.length & 0x7f) | 0x80, bytes.length >> 7, ...bytes]);
}

const plain = setOf(toBinary(FileDescriptorProtoSchema, FILE));
const located = setOf(
  toBinary(FileDescriptorProtoSchema, {
    ...FILE,
    sourceCodeInfo: create(SourceCodeInfoSchema, { location: LOCATIONS }),
  }),
);

/** The file and line of each field. */
function places(schema: SchemaInput): unknown {
  const lines = createSanitizer({ schemas: [schema] }).explain("place.v1.Outer");
  return lines.map(({ field, file, line }) => [field, file, line]);
}

describe("explain tells file and line", () => {
  it("of descriptors with source info, given as bytes or as a registry", () => {
    const expected = [
      ["place.v1.Outer.name", "place/v1/outer.proto", 6],
      ["place.v1.Outer.inner", "place/v1/outer.proto", 7],
      ["place.v1.Outer.free", undefined, undefined],
      ["place.v1.Outer.Inner.pin", "place/v1/outer.proto", 301],
    ];
    expect(places(located)).toEqual(expected);
    expect(places(createFileRegistry(fromBinary(FileDescriptorSetSchema, located)))).toEqual(expected);
  });

  it("of nothing else: such lines have no properties for them", () => {
    const lines = createSanitizer({ schemas: [plain] }).explain("place.v1.Outer");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(Object.keys(line)).toEqual(["field", "type", "verdict", "rule"]);
  });

  it("as far as the source info can be read: bytes that are malformed tell no lines, and throw nothing", () => {
    const file = toBinary(FileDescriptorProtoSchema, FILE);
    // Field 9: a location of 5 bytes that is cut off after its path; a location that is a number; an end within a tag.
    const endings = [
      [0x4a, 6, 0x0a, 5, 0x0a, 2, 4, 0],
      [0x4a, 2, 0x08, 1],
      [0x4a, 1, 0x80],
      [0x48, 1],
    ];
    for (const bytes of endings)
      expect(places(setOf(file, bytes))).toEqual([
        ["place.v1.Outer.name", undefined, undefined],
        ["place.v1.Outer.inner", undefined, undefined],
        ["place.v1.Outer.free", undefined, undefined],
        ["place.v1.Outer.Inner.pin", undefined, undefined],
      ]);
  });
});
