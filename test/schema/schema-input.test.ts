import { readFileSync } from "node:fs";
import { create, createRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Controller, csi_secret, file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, SchemaError, type SchemaInput } from "../../src/index.js";
import type { MessageShape } from "../../src/schema/message-shape.js";
import type { TypeSource } from "../../src/schema/type-source.js";
import { LevelSchema } from "../gen/legacy_pb.js";
import { EverythingSchema, file_probe, LeafSchema } from "../gen/probe_pb.js";
import { runs } from "../runs.js";
import { sourceOf } from "./source-of.js";
import { testFiles, testRegistry } from "./test-files.js";

const setBytes = new Uint8Array(readFileSync(new URL("../gen/descriptor-set.binpb", import.meta.url)));

describe("a type has one shape, whichever way its schema is given", () => {
  const registrySource = sourceOf(testRegistry);
  const bytesSource = sourceOf(setBytes);

  it.each(testFiles)("$name", (file) => {
    const fileSource = sourceOf(file);
    const types = [...nestedTypes(file)].flatMap((type) => (type.kind === "message" ? type : []));
    for (const type of types) {
      const shape = plain(sourceOf(type), type.typeName);
      expect(shape.fields.map((field) => field.number)).toEqual(type.fields.map((field) => field.number));
      expect(plain(fileSource, type.typeName)).toEqual(shape);
      expect(plain(registrySource, type.typeName)).toEqual(shape);
      expect(plain(bytesSource, type.typeName)).toEqual(shape);
    }
    expect(types).not.toEqual([]);
  });
});

describe("a schema comes with all that it imports", () => {
  it.each<[string, SchemaInput]>([
    ["a file", file_probe],
    ["a message", EverythingSchema],
    ["a message that needs none of it", LeafSchema],
    ["a registry of one message", createRegistry(LeafSchema)],
    ["a registry of one enum of the file", createRegistry(file_probe.enums[0] ?? file_probe)],
    ["bytes", setBytes],
  ])("%s", (_, schema) => {
    const source = sourceOf(schema);
    const names = [...source.messageNames()];
    expect(names).toContain("probe.v1.Everything");
    expect(names).toContain("csi.v1.NodePublishVolumeRequest");
    expect(names).toContain("csi.v1.VolumeCapability.MountVolume");
    expect(names).toContain("google.protobuf.Timestamp");
    expect([...source.optionNames("field")]).toContain("csi.v1.csi_secret");
    expect(source.option("field", "csi.v1.csi_secret")).toMatchObject({ kind: "bool", carriesMark: true });
  });

  it("options that are declared inside a message, too", () => {
    expect([...sourceOf(testRegistry).optionNames("field")]).toContain("options.v1.Scope.scoped_secret");
  });

  it("but nothing else: not even names that every JavaScript object has", () => {
    const source = sourceOf(testRegistry);
    for (const name of ["pkg.Unknown", "", "constructor", "__proto__", "toString"]) {
      expect(source.message(name)).toBeUndefined();
      expect(source.option("field", name)).toBeUndefined();
    }
  });

  it("only extensions of google.protobuf.FieldOptions are field options", () => {
    expect([...sourceOf(testRegistry).optionNames("field")]).not.toContain("csi.v1.alpha_message");
    expect([...sourceOf(testRegistry).optionNames("field")]).not.toContain("legacy.v1.ext_hidden");
  });
});

describe("a value that is not a schema is refused when the sanitizer is made", () => {
  it.each<[string, unknown, string]>([
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["the path of a file", "csi.proto", "string"],
    ["a number", 1059, "number"],
    ["an object", {}, "object"],
    ["a list of schemas in the list", [file_probe], "object"],
    ["a promise of bytes", Promise.resolve(setBytes), "object"],
    ["an ArrayBuffer", setBytes.buffer, "object"],
    ["an enum", LevelSchema, "object"],
    ["a service", Controller, "object"],
    ["an extension", csi_secret, "object"],
    ["a field", LeafSchema.fields[0], "object"],
    ["a message object", create(LeafSchema), "object"],
  ])("%s", (_, schema, kind) => {
    const error = errorOf([schema]);
    expect(error.message).toMatch(/^schemas: expected a Registry, DescFile or DescMessage .* the bytes of/);
    expect(error.message).toContain(`but got ${kind}`);
  });

  it.each<[string, Uint8Array]>([
    ["a set that ends too early", setBytes.subarray(0, setBytes.length - 1)],
    ["a set without the imports", setOf((name) => name === "probe.proto")],
    ["a single FileDescriptorProto", toBinary(FileDescriptorProtoSchema, file_csi_v1_csi.proto)],
    ["the text of a .proto file", new TextEncoder().encode('syntax = "proto3";\nmessage Leaf {}\n')],
  ])("bytes: %s", (_, bytes) => {
    const error = errorOf([bytes]);
    expect(error.message).toMatch(/not a google\.protobuf\.FileDescriptorSet that holds all its imports/);
    expect(error.message).toMatch(/buf build .*--include_imports/);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it.each<[string, Uint8Array]>([
    ["no bytes at all", new Uint8Array()],
    ["bytes of another message, without any file", new Uint8Array([16, 1])],
  ])("bytes without any file: %s", (_, bytes) => {
    expect(() => createSanitizer({ schemas: [bytes] })).toThrow(SchemaError);
  });

  it("bytes of any kind are a schema or a SchemaError, and no other error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(kindOfResult(bytes)).toBeOneOf(["schema", "SchemaError"]);
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: 4000 }), fc.nat({ max: 255 }), (at, byte) => {
        const mutated = setOf(
          (name) => name === "google/protobuf/descriptor.proto" || name === "csi/v1/csi.proto",
        );
        mutated[at] = byte;
        expect(kindOfResult(mutated)).toBeOneOf(["schema", "SchemaError"]);
      }),
      { numRuns: runs(50) },
    );
  });
});

/** The shape of a type without its getters. */
function plain(source: TypeSource, typeName: string): MessageShape {
  const shape = source.message(typeName);
  if (shape === undefined) throw new Error(`no shape of ${typeName}`);
  return { ...shape, fields: shape.fields.map((field) => ({ ...field })) };
}

/** Bytes of the test descriptor set with some of its files only. */
function setOf(isKept: (name: string) => boolean): Uint8Array {
  const set = fromBinary(FileDescriptorSetSchema, setBytes);
  return toBinary(FileDescriptorSetSchema, { ...set, file: set.file.filter(({ name }) => isKept(name)) });
}

function kindOfResult(bytes: Uint8Array): string {
  try {
    sourceOf(bytes);
    return "schema";
  } catch (error) {
    return error instanceof Error ? error.name : "no error";
  }
}

function errorOf(schemas: readonly unknown[]): SchemaError {
  try {
    // Callers in JavaScript may pass any value.
    createSanitizer({ schemas: schemas as readonly SchemaInput[] });
  } catch (error) {
    if (error instanceof SchemaError) return error;
  }
  throw new Error("expected a SchemaError");
}
