import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main as pbjs } from "protobufjs-cli/pbjs.js";
import type { Library } from "./library.js";
import { protoFields, swappedNames } from "./losses.js";
import { includeDirs, protoFiles } from "./proto-files.js";
import { parsedRoot, type ReflectionRoot, VERSIONS, type Version } from "./protobufjs-root.js";

/** protobufjs with its reflection: messages of a Root that was parsed from .proto files. */
export function reflection(version: Version, keepCase: boolean): Library {
  const name = `protobufjs ${version}${keepCase ? " with keepCase" : ""}`;
  return rootLibrary(name, parsedRoot(version, keepCase), keepCase);
}

/** The messages that a Root decodes. */
export function rootLibrary(name: string, root: ReflectionRoot, keepCase: boolean): Library {
  return {
    name,
    loses: keepCase ? [protoFields, swappedNames] : [swappedNames],
    knows: (typeName) => root.lookup(typeName) !== null,
    decode: (typeName, bytes) => root.lookupType(typeName).decode(bytes),
  };
}

/** All versions, with and without `keepCase`. */
export const reflectionLibraries: readonly Library[] = VERSIONS.flatMap((version) => [
  reflection(version, true),
  reflection(version, false),
]);

/** Code that no test calls, which pbjs would take most of its time to generate. */
const LEFT_OUT: readonly string[] = ["encode", "verify", "service", "beautify"];

/** What `pbjs -t static-module` generates, for version 8: classes that know nothing of their types but a name. */
export async function staticLibrary(keepCase: boolean): Promise<Library> {
  const require = createRequire(import.meta.url);
  const directory = mkdtempSync(join(tmpdir(), "pbjs-"));
  const file = join(directory, "static.cjs");
  const runtime = require.resolve("protobufjs/minimal");
  const options = ["--target=static-module", "--wrap=commonjs", "--no-comments", `--dependency=${runtime}`];
  options.push(...LEFT_OUT.map((part) => `--no-${part}`));
  if (keepCase) options.push("--keep-case");
  writeFileSync(
    file,
    await runPbjs([...options, ...includeDirs.flatMap((path) => ["-p", path]), ...protoFiles]),
  );
  const namespaces: unknown = require(file);
  rmSync(directory, { recursive: true });
  return {
    name: `protobufjs 8 static${keepCase ? " with keepCase" : ""}`,
    loses: keepCase ? [protoFields, swappedNames] : [swappedNames],
    knows: (typeName) => decoderIn(namespaces, typeName) !== undefined,
    decode(typeName, bytes) {
      const decode = decoderIn(namespaces, typeName);
      if (decode === undefined) throw new Error(`no type ${typeName}`);
      return decode(bytes);
    },
  };
}

function runPbjs(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    pbjs(args, (error, output) => (error === null ? resolve(output ?? "") : reject(error)));
  });
}

function decoderIn(namespaces: unknown, typeName: string): ((bytes: Uint8Array) => unknown) | undefined {
  const type = typeName.split(".").reduce<unknown>(property, namespaces);
  const decode = property(type, "decode");
  return typeof decode === "function" ? (bytes) => Reflect.apply(decode, type, [bytes]) : undefined;
}

function property(object: unknown, name: string): unknown {
  const isObject = typeof object === "function" || (typeof object === "object" && object !== null);
  // Any object may be asked.
  return isObject ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}
