import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const proto = fileURLToPath(new URL("../../proto", import.meta.url));
// Has google/protobuf/descriptor.proto, which the libraries do not all bring along.
const protobufjs = dirname(createRequire(import.meta.url).resolve("protobufjs/package.json"));

/** Where .proto files are looked for. */
export const includeDirs: readonly string[] = [proto, join(proto, "test"), protobufjs];

/** The .proto files that protobufjs can parse, with all test types but those of groups.proto. */
export const protoFiles: readonly string[] = [
  "csi/v1/csi.proto",
  "probe.proto",
  "legacy.proto",
  "editions.proto",
  "options.proto",
  "well_known.proto",
];

/** The path of a .proto file, as one file imports another; unchanged if no directory has it. */
export function protoPath(target: string): string {
  const found = includeDirs.map((directory) => resolve(directory, target)).find(existsSync);
  return found ?? target;
}

/** A csi.proto that declares the options of fields alone. */
export const csiOptions: string = fileURLToPath(new URL("csi-options/csi/v1/csi.proto", import.meta.url));
