import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobuf8 from "protobufjs";
import protobuf7 from "protobufjs7";
import type { ProtobufjsNamespace, SchemaInput } from "../../../src/index.js";

/** The ways in which a program may describe its types. */
export interface SchemaKind {
  readonly kind: string;
  /** Makes the schema of a file in `proto/`, by its name without the ending. */
  readonly make: (name: string) => SchemaInput;
  /** Whether the parser of protobufjs reads the .proto file. */
  readonly parses: boolean;
}

export const schemaKinds: readonly SchemaKind[] = [
  { kind: "a registry of protobuf-es", parses: false, make: registryOf },
  { kind: "a descriptor set", parses: false, make: descriptorSetOf },
  { kind: "a Root that protobufjs 8 parsed", parses: true, make: (name) => rootOf(protobuf8, name, true) },
  { kind: "a Root that protobufjs 7 parsed", parses: true, make: (name) => rootOf(protobuf7, name, true) },
  { kind: "a Root in camel case", parses: true, make: (name) => rootOf(protobuf7, name, false) },
  { kind: "JSON of protobufjs 8", parses: true, make: (name) => jsonOf(protobuf8, name) },
  { kind: "JSON of protobufjs 7", parses: true, make: (name) => jsonOf(protobuf7, name) },
];

/** The registry of a file, as a program that has the whole of descriptor.proto makes it. */
export function registryOf(name: string): ReturnType<typeof createFileRegistry> {
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSetOf(name)));
}

function descriptorSetOf(name: string): Uint8Array {
  return readFileSync(new URL(`../../gen/dialects/${name}.binpb`, import.meta.url));
}

/** What the versions of protobufjs have in common. */
interface Protobufjs {
  parse(
    source: string,
    options: { keepCase: boolean },
  ): { readonly root: ProtobufjsNamespace & { toJSON(): { nested?: object } } };
}

function rootOf(
  protobufjs: Protobufjs,
  name: string,
  keepCase: boolean,
): ReturnType<Protobufjs["parse"]>["root"] {
  const source = readFileSync(new URL(`proto/${name}.proto`, import.meta.url), "utf8");
  return protobufjs.parse(source, { keepCase }).root;
}

function jsonOf(protobufjs: Protobufjs, name: string): { nested?: object } {
  return rootOf(protobufjs, name, true).toJSON();
}
