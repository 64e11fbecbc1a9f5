import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";

/** The top of this repository. */
export const repository: string = fileURLToPath(new URL("../..", import.meta.url));

/** A folder in which the package is installed from its tarball. */
export interface Installed {
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

/** How long another process may take to pack, in milliseconds. */
const PATIENCE = 60_000;

/** The package's tarball. npm takes long to start, so all test files of a run share one. */
function packed(): string {
  const folder = inject("tarballFolder");
  const tarball = join(folder, "protosanitizer.tgz");
  if (isFirst(folder)) {
    const output = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
      cwd: repository,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [{ filename }] = JSON.parse(output) as [{ filename: string }]; // npm's documented output
    renameSync(join(folder, filename), tarball);
  }
  for (const end = Date.now() + PATIENCE; !existsSync(tarball); ) {
    if (Date.now() > end) throw new Error("another test file was to pack the package, but did not");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  return tarball;
}

/** Whether this is the first process to ask: only one can make a folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, "packing"));
    return true;
  } catch {
    return false;
  }
}

/**
 * Packs the package and installs the tarball in an empty folder, as a user would. What else a user would install is
 * linked from this repository, so that no registry is asked.
 */
export function installPacked(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "protosanitizer-packed-"));
  const tarball = packed();
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "protosanitizer"), { recursive: true });
  for (const name of readdirSync(join(repository, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(repository, "node_modules", name), join(modules, name));
  }
  execFileSync("tar", ["-xzf", tarball, "-C", join(modules, "protosanitizer"), "--strip-components=1"]);
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
