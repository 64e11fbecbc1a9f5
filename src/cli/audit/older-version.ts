import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { unreadableError, usageError } from "../command-error.js";
import { MAX_MESSAGE_BYTES, readWhole } from "../input-output.js";
import { descriptorSchemas, type LoadedSchemas, loadSchemas } from "../schemas/load-schemas.js";
import type { SchemaOptions } from "../schemas/type-options.js";

const run = promisify(execFile);
const GIT = "git:";

/**
 * The types of an older version: a descriptor set, a directory of .proto files, or `git:` and a revision of the files that the options
 * name.
 *
 * @throws {CommandError} if it cannot be read.
 */
export async function loadOlder(since: string, options: SchemaOptions): Promise<LoadedSchemas> {
  if (since.startsWith(GIT)) return loadRevision(since.slice(GIT.length), options);
  if (await isProto(since)) {
    const { importPath } = options;
    return loadSchemas({ proto: [since], ...(importPath && { importPath }) });
  }
  return descriptorSchemas(await readWhole(since), since);
}

async function isProto(path: string): Promise<boolean> {
  try {
    return path.endsWith(".proto") || (await stat(path)).isDirectory();
  } catch {
    // The attempt to read it reports the problem.
    return false;
  }
}

async function loadRevision(revision: string, options: SchemaOptions): Promise<LoadedSchemas> {
  const { proto, importPath, descriptorSet } = options;
  // A text that begins with a dash would be an option of git.
  if (!/^[\w/.@{}~^][\w/.@{}~^-]*$/.test(revision))
    throw usageError("--since: expected git:REVISION, such as git:main");
  if (descriptorSet !== undefined) {
    const bytes = await fileAt(revision, await realPath(descriptorSet));
    return descriptorSchemas(bytes, `${descriptorSet} of ${revision}`);
  }
  if (proto === undefined)
    throw usageError("--since git:REVISION needs --proto or --descriptor-set, to know which files");
  const folder = await mkdtemp(join(tmpdir(), "protosanitizer-"));
  try {
    const at = async (paths: readonly string[]): Promise<readonly string[]> =>
      (
        await Promise.all(paths.map((path, index) => checkOut(revision, path, join(folder, String(index)))))
      ).flat();
    const own = await at(proto);
    if (own.length === 0)
      throw unreadableError(`--since: git has none of ${proto.join(", ")} in ${revision}`);
    // Files that are only imported may lie outside of the repository. The files of the revision are gone when places are asked for.
    return {
      ...(await loadSchemas({ proto: own, ...(importPath && { importPath }) })),
      placeOf: () => undefined,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the .proto files of a revision below a path into a folder. Returns the path that stands for the given one; none if there are no files. */
async function checkOut(revision: string, path: string, folder: string): Promise<readonly string[]> {
  const absolute = await realPath(path);
  const isFile = absolute.endsWith(".proto") || absolute.endsWith(".json");
  const base = isFile ? dirname(absolute) : absolute;
  const top = await topOf(base);
  const listed = await git(top, [
    "ls-tree",
    "-r",
    "-z",
    "--name-only",
    revision,
    "--",
    relative(top, absolute) || ".",
  ]);
  const names = listed
    .toString("utf8")
    .split("\0")
    .filter((name) => /\.(?:proto|json)$/.test(name));
  for (const name of isFile ? names : names.filter((one) => one.endsWith(".proto"))) {
    const target = join(folder, relative(base, join(top, name)));
    if (!target.startsWith(folder + sep)) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await git(top, ["cat-file", "blob", `${revision}:${name}`]));
  }
  if (names.length === 0) return [];
  return [isFile ? join(folder, relative(base, absolute)) : folder];
}

/** The path without symbolic links, as git has it. The file itself may be gone. */
async function realPath(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    const folder = dirname(absolute);
    return folder === absolute ? absolute : join(await realPath(folder), basename(absolute));
  }
}

async function fileAt(revision: string, path: string): Promise<Uint8Array> {
  const top = await topOf(dirname(path));
  return git(top, ["cat-file", "blob", `${revision}:${relative(top, path).replaceAll(sep, "/")}`]);
}

async function topOf(folder: string): Promise<string> {
  return (await git(folder, ["rev-parse", "--show-toplevel"])).toString("utf8").trimEnd();
}

async function git(folder: string, args: readonly string[]): Promise<Buffer> {
  try {
    const { stdout } = await run("git", args, {
      cwd: folder,
      encoding: "buffer",
      maxBuffer: MAX_MESSAGE_BYTES,
    });
    return stdout;
  } catch (cause) {
    // What git says may quote files, so it is not shown.
    throw unreadableError(
      `--since: git ${args[0] ?? ""} fails in ${folder}; is the revision right, and is this a repository?`,
      {
        cause,
      },
    );
  }
}
