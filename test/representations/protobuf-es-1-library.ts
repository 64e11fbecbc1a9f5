import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createDescriptorSet, createRegistryFromDescriptors } from "@bufbuild/protobuf1";
import { repository } from "../package/pack.js";
import type { Library } from "./library.js";
import { protoKeys } from "./losses.js";

const bytes = readFileSync(join(repository, "test/gen/descriptor-set.binpb"));
const descriptors = createDescriptorSet(new Uint8Array(bytes));
const types = createRegistryFromDescriptors(descriptors);

/** It reads the syntaxes, and takes an edition for the first of them. */
function isOfEdition(typeName: string): boolean {
  return descriptors.messages.get(typeName)?.file.syntax === "editions";
}

/** Version 1 of @bufbuild/protobuf: a message is an instance of a class, which knows its type. */
export const protobufEs1Library: Library = {
  name: "@bufbuild/protobuf 1",
  loses: [protoKeys],
  knows: (typeName) => !isOfEdition(typeName) && types.findMessage(typeName) !== undefined,
  decode(typeName, wire) {
    const type = types.findMessage(typeName);
    if (type === undefined) throw new Error(`no type ${typeName}`);
    return type.fromBinary(wire);
  },
};
