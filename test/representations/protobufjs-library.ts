import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { main as pbjs } from "protobufjs-cli/pbjs.js";
import { onceARun } from "../once-a-run.js";
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
const LEFT_OUT: readonly string[] = ["encode", "verify", "service", "create", "delimited", "beautify"];

const staticLibraries = new Map<boolean, Promise<Library>>();

/** What `pbjs -t static-module` generates, for version 8: classes that know nothing of their types but a name. */
export function staticLibrary(keepCase: boolean): Promise<Library> {
  const made = staticLibraries.get(keepCase) ?? generateStaticLibrary(keepCase);
  staticLibraries.set(keepCase, made);
  return made;
}

async function generateStaticLibrary(keepCase: boolean): Promise<Library> {
  const require = createRequire(import.meta.url);
  const runtime = require.resolve("protobufjs/minimal");
  const options = ["--target=static-module", "--wrap=commonjs", "--no-comments", `--dependency=${runtime}`];
  options.push(...LEFT_OUT.map((part) => `--no-${part}`));
  if (keepCase) options.push("--keep-case");
  options.push(...includeDirs.flatMap((path) => ["-p", path]), ...protoFiles);
  // It takes long to generate, so all processes of a run share it.
  const file = await onceARun(keepCase ? "static-keep-case.cjs" : "static.cjs", async (path) =>
    writeFileSync(path, await runPbjs(options)),
  );
  const namespaces: unknown = require(file);
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
