import type { DescMessage } from "@bufbuild/protobuf";
import { memberOf } from "../options/own-value.js";
import { type ProtobufEsSchema, protobufEsSource } from "./protobuf-es.js";
import { SchemaError, type TypeSource } from "./type-source.js";

/** The schemas of a sanitizer, in neutral terms. */
export interface SchemaSources {
  readonly sources: readonly TypeSource[];
  /** Recognises a descriptor that is given with a call; undefined for any other value. */
  given(type: unknown): GivenType | undefined;
}

/** A type that is given with a call, by its descriptor. */
export interface GivenType {
  /** Its full name. */
  readonly name: string;
  /** The descriptor. */
  readonly type: object;
  /** What its types share: its file, or the outermost namespace. */
  readonly file: object;
  /** The sources for it, if it is in none of those of the sanitizer. */
  sources(): readonly TypeSource[];
}

/** The schemas of a sanitizer that takes descriptors of @bufbuild/protobuf only. */
export function descriptorSources(descriptors: readonly ProtobufEsSchema[]): SchemaSources {
  return {
    sources: descriptors.length === 0 ? [] : [protobufEsSource(descriptors)],
    given(type) {
      if (!isDescMessage(type)) return undefined;
      const sources = (): readonly TypeSource[] => [protobufEsSource([type], descriptors)];
      return { name: type.typeName, type, file: type.file, sources };
    },
  };
}

/**
 * The same, of what a user gave.
 *
 * @throws {SchemaError} if a schema is anything else.
 */
export function checkedDescriptorSources(inputs: readonly ProtobufEsSchema[]): SchemaSources {
  const descriptors = [...listOf(inputs)];
  for (const input of descriptors) {
    if (isProtobufEsSchema(input)) continue;
    throw new SchemaError(
      "schemas: expected a Registry, DescFile or DescMessage of @bufbuild/protobuf, but got " +
        `${input === null ? "null" : typeof input}. createSanitizer of protosanitizer takes other schemas too`,
    );
  }
  return descriptorSources(descriptors);
}

/** @throws {SchemaError} if the schemas are not a list. */
export function listOf<T>(inputs: readonly T[]): readonly T[] {
  if (Array.isArray(inputs)) return inputs;
  throw new SchemaError(`schemas: expected a list, but got ${typeof inputs}`);
}

/** Whether a value is a schema of @bufbuild/protobuf, by shape: it may come from another copy of the package. */
export function isProtobufEsSchema(value: unknown): value is ProtobufEsSchema {
  const kind = propertyOf(value, "kind");
  return kind === "registry" || kind === "file" || kind === "message";
}

function isDescMessage(value: unknown): value is DescMessage {
  return propertyOf(value, "kind") === "message" && typeof propertyOf(value, "typeName") === "string";
}

/** Whether a value is an object. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A property of a value that may be no object. */
export function propertyOf(value: unknown, name: string): unknown {
  return isObject(value) ? memberOf(value, name) : undefined;
}
