import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type protobufjs from "protobufjs";
import { CommandError, fileError, unreadableError, usageError } from "../command-error.js";

/** A Root of protobufjs with .proto files, and the types that these files declare. */
export interface ProtoFiles {
  readonly root: protobufjs.Root;
  readonly types: readonly protobufjs.Type[];
}

const BUNDLED_CSI = fileURLToPath(new URL("../../../proto/csi/v1/csi.proto", import.meta.url));

/**
 * Compiles all .proto files in directories, and single .proto files. It looks up an import in the directories, as `protoc -I`
 * does; beside the importing file; and then by the end of the path among all files, because imports of Go projects begin with
 * other folders. The protos of CSI and google/protobuf are always known.
 *
 * @throws {CommandError} if protobufjs is not installed, or the files cannot be read or compiled.
 */
export async function loadProtoFiles(paths: readonly string[]): Promise<ProtoFiles> {
  const library = await importProtobufjs();
  const found = await Promise.all(paths.map(findProtos));
  const files = [...new Set(found.flatMap((one) => one.files))].sort();
  if (files.length === 0) throw unreadableError(`--proto: no .proto file in ${paths.join(", ")}`);
  const directories = found.map((one) => one.directory);
  const root = new library.Root();
  root.resolvePath = (origin, target) =>
    origin === "" ? target : findImport(target, origin, directories, files);
  for (const file of files) compile(root, file);
  const own = new Set(files);
  return {
    root,
    types: typesIn(root, library).filter(({ filename }) => filename !== null && own.has(filename)),
  };
}

function compile(root: protobufjs.Root, file: string): void {
  try {
    root.loadSync(file, { keepCase: true, alternateCommentMode: true });
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    // The error quotes .proto files, which hold no messages.
    const problem = cause instanceof Error ? cause.message : "unknown failure";
    throw unreadableError(
      `${file}: protobufjs cannot compile it or an import of it: ${problem}; --descriptor-set takes what buf or protoc made`,
      { cause },
    );
  }
}

async function importProtobufjs(): Promise<typeof protobufjs> {
  try {
    const library = await import("protobufjs");
    return library.default;
  } catch (cause) {
    throw usageError("--proto needs protobufjs to compile .proto files: npm install protobufjs", { cause });
  }
}

interface FoundProtos {
  /** The directory from which imports are resolved. */
  readonly directory: string;
  readonly files: readonly string[];
}

async function findProtos(path: string): Promise<FoundProtos> {
  try {
    const absolute = resolve(path);
    const found = await stat(absolute);
    if (!found.isDirectory()) return { directory: dirname(absolute), files: [absolute] };
    const names = await readdir(absolute, { recursive: true });
    const protos = names.filter((name) => name.endsWith(".proto") && !isOfDependency(name));
    return { directory: absolute, files: protos.map((name) => join(absolute, name)) };
  } catch (error) {
    throw fileError(path, error);
  }
}

/** The folder of a project also holds the protos of its dependencies. They are not the project's own. */
function isOfDependency(name: string): boolean {
  return name.split(sep).includes("node_modules");
}

function findImport(
  target: string,
  origin: string,
  directories: readonly string[],
  files: readonly string[],
): string {
  const beside = [...directories, dirname(origin)].map((directory) => join(directory, target));
  const found = beside.find((path) => existsSync(path)) ?? findByEnd(target, files) ?? findBundled(target);
  if (found !== undefined) return found;
  throw unreadableError(
    `${origin}: its import "${target}" is in none of the given directories; add --proto with the one it is in`,
  );
}

/** The only file whose path ends like an import, with as many common folders as possible. */
function findByEnd(target: string, files: readonly string[]): string | undefined {
  const parts = target.split("/");
  for (const index of parts.keys()) {
    const end = sep + parts.slice(index).join(sep);
    const matches = files.filter((file) => file.endsWith(end));
    if (matches.length === 1) return matches[0];
  }
  return undefined;
}

function findBundled(target: string): string | undefined {
  if (target === "csi.proto" || target.endsWith("/csi.proto")) return BUNDLED_CSI;
  if (!target.startsWith("google/protobuf/")) return undefined;
  const library = createRequire(import.meta.url).resolve("protobufjs/package.json");
  const path = join(dirname(library), target);
  return existsSync(path) ? path : undefined;
}

function typesIn(namespace: protobufjs.NamespaceBase, library: typeof protobufjs): protobufjs.Type[] {
  return namespace.nestedArray.flatMap((object) => {
    if (!(object instanceof library.Namespace)) return [];
    const inner = typesIn(object, library);
    return object instanceof library.Type ? [object, ...inner] : inner;
  });
}
