import { createFileRegistry, type DescFile, type DescMessage, type Registry } from "@bufbuild/protobuf";
import { isBytes } from "../options/is-bytes.js";
import {
  descriptorSources,
  type GivenType,
  isObject,
  isProtobufEsSchema,
  listOf,
  propertyOf,
  type SchemaSources,
} from "./descriptor-input.js";
import { decodeFileDescriptorSet } from "./descriptor-proto.js";
import { isPackageDefinition, type PackageDefinition, protoLoaderSource } from "./proto-loader.js";
import type { ProtobufEsSchema } from "./protobuf-es.js";
import { protobufjsSources } from "./protobufjs/source.js";
import { SchemaError, type TypeSource } from "./type-source.js";

/** A Root, Namespace or Type of protobufjs, version 7 or 8. */
export interface ProtobufjsNamespace {
  readonly fullName: string;
  readonly nested?: object | undefined;
}

/** A Type of protobufjs, version 7 or 8. */
export interface ProtobufjsType extends ProtobufjsNamespace {
  readonly fields: object;
}

/** The JSON of a protobufjs Root: `pbjs -t json`. */
export interface ProtobufjsJson {
  readonly nested?: object | undefined;
}

/**
 * A schema: types of @bufbuild/protobuf; the bytes of a `google.protobuf.FileDescriptorSet`; a Root, Namespace or Type of
 * protobufjs, or the JSON of a Root; a package definition of @grpc/proto-loader. Custom options are lost in a package
 * definition, so it has to stand beside another schema of the same types.
 */
export type SchemaInput =
  | Registry
  | DescFile
  | DescMessage
  | Uint8Array
  | ProtobufjsNamespace
  | ProtobufjsJson
  | PackageDefinition;

/**
 * Recognises what kinds of schemas were given.
 *
 * @throws {SchemaError} if the kind of a schema is unknown, or if bytes are not a FileDescriptorSet with all its imports.
 */
export function sourcesOf(inputs: readonly SchemaInput[]): SchemaSources {
  const descriptors: ProtobufEsSchema[] = [];
  const others: TypeSource[] = [];
  for (const input of listOf(inputs)) {
    if (isBytes(input)) descriptors.push(registryFromBytes(input));
    else if (isProtobufEsSchema(input)) descriptors.push(input);
    else others.push(...otherSources(input));
  }
  const { sources, given } = descriptorSources(descriptors);
  return {
    sources: [...sources, ...others],
    given: (type) => given(type) ?? givenProtobufjsType(type),
  };
}

function givenProtobufjsType(type: unknown): GivenType | undefined {
  if (!isProtobufjsType(type)) return undefined;
  return {
    name: type.fullName.replace(/^\./, ""),
    type,
    file: topOf(type),
    sources: () => protobufjsSourcesOf(type),
  };
}

function otherSources(input: unknown): readonly TypeSource[] {
  if (isReflectionObject(input)) return protobufjsSourcesOf(input);
  if (isObject(input) && isPackageDefinition(input)) return [protoLoaderSource(input)];
  // The JSON of a Root has the same properties as the Root.
  if (isObject(input) && isObject(propertyOf(input, "nested"))) return protobufjsSources(input);
  throw new SchemaError(
    "schemas: expected a Registry, DescFile or DescMessage of @bufbuild/protobuf, the bytes of a " +
      "google.protobuf.FileDescriptorSet, a Root, Namespace, Type or JSON of protobufjs, or a package definition of " +
      `@grpc/proto-loader, but got ${input === null ? "null" : typeof input}`,
  );
}

/** The sources for a Type or namespace of protobufjs. They cover the whole Root around it, because its fields name other types. */
function protobufjsSourcesOf(object: ProtobufjsNamespace): readonly TypeSource[] {
  return protobufjsSources(topOf(object));
}

/** The outermost namespace around a reflection object of protobufjs. */
function topOf(object: object): object {
  let top = object;
  for (let parent = propertyOf(top, "parent"); isObject(parent); parent = propertyOf(top, "parent"))
    top = parent;
  return top;
}

/** Whether a value is a Type of protobufjs, by shape. */
function isProtobufjsType(value: unknown): value is ProtobufjsType {
  return isReflectionObject(value) && isObject(propertyOf(value, "fields"));
}

function isReflectionObject(value: unknown): value is ProtobufjsNamespace {
  if (typeof propertyOf(value, "fullName") !== "string") return false;
  return typeof propertyOf(value, "lookup") === "function";
}

function registryFromBytes(bytes: Uint8Array): Registry {
  try {
    const set = decodeFileDescriptorSet(bytes);
    if (set.file.length === 0) throw new Error("there is no file in it");
    return createFileRegistry(set);
  } catch (cause) {
    throw new SchemaError(
      "schemas: these bytes are not a google.protobuf.FileDescriptorSet that holds all its imports " +
        "(buf build -o set.binpb, or protoc --include_imports --descriptor_set_out=set.binpb)",
      { cause },
    );
  }
}
