import { realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { unreadableError } from "../command-error.js";

/** Finds files of packages. By their names: the build decides in which file, and in which folder, this code is. */
const { resolve } = createRequire(import.meta.url);

/** Where imports of .proto files are looked up. */
export interface ImportFolders {
  /** Folders with the user's own files. */
  readonly own: readonly string[];
  /** Folders with files that are only imported. */
  readonly imported: readonly string[];
}

/**
 * Finds imported files, and only below the folders that the user named. A .proto file comes from anybody, so an import must not
 * reach any other file: not by `..`, and not by a symbolic link. The protos of CSI and google/protobuf are always known.
 */
export class ImportPaths {
  readonly #folders: ImportFolders;
  readonly #files: readonly string[];
  /** The folders, without symbolic links in their own paths. */
  readonly #roots: readonly string[];
  /** The path by which each file is loaded, by its path without symbolic links: a file that is loaded twice has duplicate names. */
  readonly #pathOf = new Map<string, string>();

  /** @param files the user's own files. */
  constructor(folders: ImportFolders, files: readonly string[]) {
    this.#folders = folders;
    this.#files = files;
    this.#roots = [...folders.own, ...folders.imported].map((folder) => realpathSync(folder));
    for (const file of files) this.#pathOf.set(realpathSync(file), file);
  }

  /** The user's own files, and those that imports have led to. */
  get files(): Iterable<string> {
    return this.#pathOf.values();
  }

  /**
   * The path of an imported file. It is looked up in the folders, as `protoc -I` does; beside the importing file; by the end
   * of the path among the own files, and below the imported folders, because imports of Go projects begin with other folders.
   *
   * @throws {CommandError} if there is no such file below the folders.
   */
  resolve(origin: string, target: string): string {
    const { own, imported } = this.#folders;
    const beside = [...own, ...imported, dirname(origin)].map((folder) => join(folder, target));
    const found =
      beside.find((path) => this.holds(path)) ??
      this.#findByEnd(target) ??
      endsOf(target)
        .flatMap((end) => imported.map((folder) => join(folder, end)))
        .find((path) => this.holds(path)) ??
      findBundled(target);
    if (found === undefined)
      throw unreadableError(
        `${origin}: its import "${target}" is in none of the given directories; add --import-path with the one it is in`,
      );
    const real = realpathSync(found);
    const path = this.#pathOf.get(real) ?? found;
    this.#pathOf.set(real, path);
    return path;
  }

  /** Whether a path leads to a file that is below the folders, also behind all symbolic links. */
  holds(path: string): boolean {
    // First the text of the path: whether a file outside exists is none of the author's business.
    const isNamedInside = [...this.#folders.own, ...this.#folders.imported, ...this.#roots].some((folder) =>
      isBelow(path, folder),
    );
    if (!isNamedInside) return false;
    try {
      const real = realpathSync(path);
      return statSync(real).isFile() && this.#roots.some((root) => isBelow(real, root));
    } catch {
      return false;
    }
  }

  /** The only own file whose path ends like an import, with as many common folders as possible. */
  #findByEnd(target: string): string | undefined {
    for (const end of [target, ...endsOf(target)]) {
      const matches = this.#files.filter((file) => file.endsWith(sep + end.replaceAll("/", sep)));
      if (matches.length === 1) return matches[0];
    }
    return undefined;
  }
}

/** Whether a path is below a folder, by its text. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** A path without its first folder, without its first two, and so on. */
function endsOf(target: string): readonly string[] {
  const parts = target.split("/");
  return parts.slice(1).map((_, index) => parts.slice(index + 1).join("/"));
}

/** Files that come with this package and with protobufjs, which the user need not have. */
function findBundled(target: string): string | undefined {
  if (target === "csi.proto" || target.endsWith("/csi.proto")) return bundledCsi();
  const name = /^google\/protobuf\/(?:compiler\/)?[a-z_]+\.proto$/.exec(target)?.[0];
  if (name === undefined) return undefined;
  const library = dirname(resolve("protobufjs/package.json"));
  try {
    const path = join(library, name);
    return statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The path of the .proto file of CSI that comes with this package. */
export function bundledCsi(): string {
  return resolve("protosanitizer/csi.proto");
}
