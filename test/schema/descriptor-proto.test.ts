import { readFileSync } from "node:fs";
import {
  create,
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  ScalarType,
  toBinary,
} from "@bufbuild/protobuf";
import {
  FeatureSetSchema,
  FieldOptionsSchema,
  FileDescriptorSetSchema,
  FileOptionsSchema,
  file_google_protobuf_descriptor,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import {
  DESCRIPTOR_TYPES,
  decodeFileDescriptor,
  decodeFileDescriptorSet,
} from "../../src/schema/descriptor-proto.js";
import { FIELD_OPTIONS_TYPE, MESSAGE_OPTIONS_TYPE } from "../../src/schema/field-options.js";
import type { Marks, OptionType } from "../../src/schema/set-option.js";
import type { TypeSource } from "../../src/schema/type-source.js";
import { runs } from "../runs.js";
import { sourceOf } from "./source-of.js";

const bytes = new Uint8Array(readFileSync(new URL("../gen/descriptor-set.binpb", import.meta.url)));
const official = new Map(file_google_protobuf_descriptor.messages.map((type) => [type.name, type]));
/** What the files of the tests import through CSI. */
const csiImports = file_csi_v1_csi.proto.dependency;

describe("the part of descriptor.proto that is stated here", () => {
  it.each(DESCRIPTOR_TYPES.map((type) => [type.typeName, type] as const))(
    "%s has fields of descriptor.proto",
    (_, type) => {
      for (const field of type.fields) {
        const expected = official.get(type.name)?.fields.find(({ name }) => name === field.name);
        expect([field.name, signature(field)]).toEqual([field.name, expected && signature(expected)]);
      }
    },
  );
});

describe("the types of options of fields and messages", () => {
  it.each(["FieldOptions", "MessageOptions", "FeatureSet", "UninterpretedOption"])(
    "has the %s that a registry makes",
    (name) => {
      const made = DESCRIPTOR_TYPES.find((type) => type.name === name);
      const inside = FIELD_OPTIONS_TYPE.fields.flatMap(({ message }) => message ?? []);
      const stated = [FIELD_OPTIONS_TYPE, MESSAGE_OPTIONS_TYPE, ...inside].find((type) => type.name === name);
      expect(stated?.typeName).toBe(made?.typeName);
      expect(stated?.fields.map(readParts)).toEqual(made?.fields.map(readParts));
    },
  );
});

/** What is read of a field of options. */
function readParts(field: DescField): object {
  const { kind, fieldKind, name, localName, number, oneof, message, parent } = field;
  const { enum: type, presence } = field;
  const scalar = message === undefined ? field.scalar : undefined;
  const [owner, inner] = [parent.typeName, message?.typeName];
  return { kind, fieldKind, name, localName, number, oneof, inner, owner, type, presence, scalar };
}

describe("bytes mean the same as with all of descriptor.proto", () => {
  it("types, their fields, their options and methods", () => {
    const whole = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes));
    expect(contentOf(sourceOf(bytes))).toEqual(contentOf(sourceOf(whole)));
  });

  it("whatever features a file and its fields have", () => {
    const [file] = fromBinary(FileDescriptorSetSchema, bytes).file.filter(
      ({ name }) => name === "editions.proto",
    );
    const field = file?.messageType.find(({ name }) => name === "Presence")?.field[0];
    if (file === undefined || field === undefined) throw new Error("no field in editions.proto");
    const names = ["csi/v1/csi.proto", ...csiImports];
    const others = fromBinary(FileDescriptorSetSchema, bytes).file.filter(({ name }) => names.includes(name));
    const value = fc.integer({ min: 1, max: 2 });
    const features = fc
      .record(
        {
          fieldPresence: value,
          enumType: value,
          repeatedFieldEncoding: value,
          utf8Validation: fc.integer({ min: 2, max: 3 }),
          messageEncoding: value,
        },
        { requiredKeys: [] },
      )
      .map((given) => create(FeatureSetSchema, given));
    fc.assert(
      fc.property(
        features,
        fc.constantFrom<readonly ("fieldPresence" | "utf8Validation")[]>(
          [],
          ["fieldPresence"],
          ["utf8Validation"],
        ),
        (ofFile, ofField) => {
          file.options = create(FileOptionsSchema, { features: ofFile });
          const own = Object.fromEntries(ofField.map((name) => [name, 2]));
          field.options = create(FieldOptionsSchema, { features: create(FeatureSetSchema, own) });
          const given = toBinary(
            FileDescriptorSetSchema,
            create(FileDescriptorSetSchema, { file: [...others, file] }),
          );
          const whole = createFileRegistry(fromBinary(FileDescriptorSetSchema, given));
          expect(contentOf(sourceOf(given), "editions.")).toEqual(contentOf(sourceOf(whole), "editions."));
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it("what is malformed there is malformed here, as far as it is read", () => {
    const truncated = bytes.subarray(0, bytes.length - 1);
    expect(() => fromBinary(FileDescriptorSetSchema, truncated)).toThrow();
    expect(() => decodeFileDescriptorSet(truncated)).toThrow();
    expect(() => decodeFileDescriptor(new Uint8Array([0x0a, 0x05, 0x61]))).toThrow();
  });
});

/** What a field is on the wire, and in a message. Enums count as the integers that they are on the wire. */
function signature(field: DescMessage["fields"][number]): unknown {
  const { number, localName, fieldKind, message, presence } = field;
  const isEnum = field.enum !== undefined;
  return {
    number,
    localName,
    kind: fieldKind === "enum" ? "scalar" : fieldKind,
    scalar: isEnum ? ScalarType.INT32 : field.scalar,
    message: message?.typeName,
    presence,
  };
}

function contentOf(source: TypeSource, prefix = ""): unknown {
  const names = [...source.messageNames()].filter((name) => name.startsWith(prefix)).sort();
  return {
    types: names
      .map((name) => source.message(name))
      .map((shape) => ({
        ...shape,
        fields: shape?.fields.map((field) => ({ ...field, marks: marksIn(field.marks) })),
        marks: marksIn(shape?.marks ?? []),
      })),
    options: (["field", "message"] as const).map((target) =>
      [...source.optionNames(target)].sort().map((name) => typeIn(source.option(target, name))),
    ),
    method: source.method("csi.v1.Node", "NodePublishVolume"),
  };
}

/** Marks and types without their functions, which are others for each source. */
function marksIn(marks: readonly Marks[]): readonly Marks[] {
  return marks.map((one) => ({ ...one }));
}

function typeIn(type: OptionType | undefined): unknown {
  return { ...type, member: undefined, memberNames: type?.memberNames() };
}
