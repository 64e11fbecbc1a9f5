import "protobufjs/ext/descriptor.js";
import "protobufjs7/ext/descriptor/index.js";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { parseText, protobufjs, type ReflectionRoot, type Version } from "./protobufjs-root.js";

/** A Root that protobufjs makes of the bytes of a FileDescriptorSet. */
export function fromDescriptors(version: Version, descriptors: Uint8Array): ReflectionRoot {
  // Added by the extensions imported above.
  const { fromDescriptor } = protobufjs(version).Root as unknown as {
    fromDescriptor(descriptors: Uint8Array): ReflectionRoot;
  };
  return fromDescriptor(descriptors);
}

/** The bytes of a FileDescriptorSet with some of the packages of a .proto file and of what it imports. */
export function textDescriptors(text: string, packages: readonly string[]): Uint8Array {
  // Added by the extension imported above.
  const root = parseText(8, true, text) as unknown as { toDescriptor(edition: string): { file: unknown[] } };
  const { FileDescriptorSet } = (protobufjs(8) as unknown as { descriptor: Descriptors }).descriptor; // added, too
  const set = fromBinary(
    FileDescriptorSetSchema,
    FileDescriptorSet.encode(root.toDescriptor("proto3")).finish(),
  );
  set.file = set.file.filter((file) => packages.includes(file.package));
  return toBinary(FileDescriptorSetSchema, set);
}

interface Descriptors {
  readonly FileDescriptorSet: { encode(set: object): { finish(): Uint8Array } };
}
