import { readFileSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type protobufjs from "protobufjs";
import type { ProtobufjsJson, SchemaInput } from "../../schema/schema-input.js";
import { CommandError, fileError, unreadableError, usageError } from "../command-error.js";
import { bundledCsi, ImportPaths, isBelow } from "./import-paths.js";

/** The schemas in files that the user named. */
export interface ProtoFiles {
  /** All types, imported ones too. */
  readonly root: protobufjs.Root | undefined;
  /** The types that the user's own .proto files declare. */
  readonly types: readonly protobufjs.Type[];
  /** The JSON of protobufjs Roots, all of whose types are the user's own. */
  readonly jsons: readonly SchemaInput[];
  /** The paths of all files that were read, imported ones too, but for those that come with protobufjs. */
  readonly files: readonly string[];
  /** The gRPC paths of the methods that the user's own .proto files declare. */
  readonly methods: readonly string[];
}

/**
 * Compiles all .proto files in directories, and single .proto files. Single files may also be the JSON of a protobufjs Root.
 *
 * @param paths directories and files with the user's own types.
 * @param importPaths directories with files that are read only if another file imports them.
 * @throws {CommandError} if protobufjs is not installed, or the files cannot be read or compiled. The error quotes nothing of
 *   the files but names of imports.
 */
export async function loadProtoFiles(
  paths: readonly string[],
  importPaths: readonly string[],
): Promise<ProtoFiles> {
  const imported = await Promise.all(importPaths.map(findFolder));
  const found = await Promise.all(paths.map((path) => findOwn(path, imported)));
  const files = await withoutDoubles(found.flatMap((one) => one.files));
  const imports = new ImportPaths({ own: found.map((one) => one.directory), imported }, files);
  const named = new Set(found.flatMap((one) => one.named));
  for (const file of files) if (!named.has(file)) checkPlace(file, imports);
  const texts = files.map((file) => ({ file, json: jsonIn(file) }));
  const jsons = texts.flatMap(({ file, json }) => (json === undefined ? [] : rootOf(file, json)));
  const protos = texts.flatMap(({ file, json }) => (json === undefined ? file : []));
  if (protos.length === 0) return { root: undefined, types: [], jsons, files, methods: [] };
  const library = await importProtobufjs();
  const root = new library.Root();
  root.resolvePath = (origin, target) => (origin === "" ? target : imports.resolve(origin, target));
  for (const file of protos) compile(root, file, imports);
  const own = new Set(protos);
  const csi = bundledCsi();
  const isOwn = ({ filename }: protobufjs.ReflectionObject): boolean =>
    filename !== null && own.has(filename);
  return {
    root,
    types: typesIn(root, library).filter(isOwn),
    jsons,
    files: [
      ...new Set([...files, ...root.files.filter((file) => imports.holds(file) || file === csi)]),
    ].sort(),
    methods: servicesIn(root, library)
      .filter(isOwn)
      .flatMap((service) => service.methodsArray.map(({ name }) => `/${service.fullName.slice(1)}/${name}`)),
  };
}

function compile(root: protobufjs.Root, file: string, imports: ImportPaths): void {
  try {
    root.loadSync(file, { keepCase: true, alternateCommentMode: true });
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw unreadableError(
      `${file}: protobufjs cannot compile it or an import of it${problemIn(cause, imports.files)}; ` +
        "--descriptor-set takes what buf or protoc made",
      { cause },
    );
  }
}

/** What protobufjs says of a file without what the file says. */
const PROBLEM =
  /^(?:illegal (?:token|value|id|number|end of input|integer|name|syntax|edition|type name|type|service name|reference|string|comment)|duplicate (?:name|id)|no such type|unresolvable extensions|max depth exceeded)\b/;

/** The problem and its place. The error of protobufjs quotes the file, so only what is known beforehand is taken out of it. */
function problemIn(cause: unknown, paths: Iterable<string>): string {
  const message = cause instanceof Error ? cause.message : "";
  const [problem] = PROBLEM.exec(message) ?? [];
  const [place, line] = /\bline (\d+)\)$/.exec(message) ?? [];
  const path = [...paths].find((one) => message.endsWith(`(${one}, ${place}`));
  const parts = [
    ...(problem === undefined ? [] : [problem]),
    ...(line === undefined ? [] : [`${path === undefined ? "" : `${path}, `}line ${line}`]),
  ];
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

async function importProtobufjs(): Promise<typeof protobufjs> {
  try {
    const library = await import("protobufjs");
    return library.default;
  } catch (cause) {
    throw usageError("--proto needs protobufjs to compile .proto files: npm install protobufjs", { cause });
  }
}

interface OwnFiles {
  /** The directory from which imports are resolved. */
  readonly directory: string;
  readonly files: readonly string[];
  /** Those that the user named one by one. They may be symbolic links to anywhere. */
  readonly named: readonly string[];
}

async function findOwn(path: string, imported: readonly string[]): Promise<OwnFiles> {
  try {
    const absolute = resolve(path);
    const found = await stat(absolute);
    if (!found.isDirectory()) return { directory: dirname(absolute), files: [absolute], named: [absolute] };
    const inner = imported.filter((folder) => isBelow(folder, absolute));
    const files = await protosBelow(absolute, (folder) => inner.includes(folder));
    if (files.length === 0) throw unreadableError(`--proto: no .proto file in ${path}`);
    return { directory: absolute, files, named: [] };
  } catch (error) {
    throw error instanceof CommandError ? error : fileError(path, error);
  }
}

async function findFolder(path: string): Promise<string> {
  try {
    const absolute = resolve(path);
    const found = await stat(await realpath(absolute));
    if (found.isDirectory()) return absolute;
  } catch (error) {
    throw fileError(path, error);
  }
  throw unreadableError(`--import-path: ${path} is not a directory`);
}

/** Each file once, whatever symbolic links lead to it, sorted by path. */
async function withoutDoubles(files: readonly string[]): Promise<readonly string[]> {
  const pathOf = new Map<string, string>();
  for (const file of files) {
    try {
      const real = await realpath(file);
      pathOf.set(real, pathOf.get(real) ?? file);
    } catch (error) {
      throw fileError(file, error);
    }
  }
  return [...pathOf.values()].sort();
}

/**
 * The .proto files below a folder. A symbolic link to another folder within the same one is followed; one that leaves it is
 * not, because it may lead to anything.
 */
async function protosBelow(
  folder: string,
  isSkipped: (folder: string) => boolean,
  top?: string,
  seen: Set<string> = new Set(),
): Promise<readonly string[]> {
  const real = await realpath(folder);
  const isOutside = top !== undefined && !isBelow(real, top);
  if (isOutside || seen.has(real) || isSkipped(folder)) return [];
  seen.add(real);
  // The folder of a project also holds the protos of its dependencies. They are not the project's own.
  const entries = (await readdir(folder, { withFileTypes: true })).filter(
    ({ name }) => name !== "node_modules",
  );
  // Links come last, so that files keep their own names.
  entries.sort((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path))))
      files.push(...(await protosBelow(path, isSkipped, top ?? real, seen)));
    else if (entry.name.endsWith(".proto")) files.push(path);
  }
  return files;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // It leads nowhere. Reading it reports the problem, if it is to be read.
    return false;
  }
}

function checkPlace(file: string, imports: ImportPaths): void {
  if (imports.holds(file)) return;
  throw unreadableError(
    `${file}: is no file, or a symbolic link that leaves the given directories; add --import-path with the one it leads to`,
  );
}

/** The text of a file that is JSON. Undefined for other files. No .proto file begins with a bracket. */
function jsonIn(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8")
      .replace(/^\ufeff/, "")
      .trimStart();
  } catch (error) {
    throw fileError(file, error);
  }
  return text.startsWith("{") || text.startsWith("[") ? text : undefined;
}

function rootOf(file: string, text: string): ProtobufjsJson {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null && "nested" in json && typeof json.nested === "object")
      return { ...json, nested: json.nested ?? {} };
  } catch {
    // The error of the parser quotes the file.
    throw unreadableError(`${file}: begins like JSON, but is not JSON`);
  }
  throw unreadableError(`${file}: is JSON, but not that of a protobufjs Root (pbjs -t json)`);
}

function typesIn(namespace: protobufjs.NamespaceBase, library: typeof protobufjs): protobufjs.Type[] {
  return namespace.nestedArray.flatMap((object) => {
    if (!(object instanceof library.Namespace)) return [];
    const inner = typesIn(object, library);
    return object instanceof library.Type ? [object, ...inner] : inner;
  });
}

function servicesIn(namespace: protobufjs.NamespaceBase, library: typeof protobufjs): protobufjs.Service[] {
  return namespace.nestedArray.flatMap((object) => {
    if (object instanceof library.Service) return [object];
    return object instanceof library.Namespace ? servicesIn(object, library) : [];
  });
}
