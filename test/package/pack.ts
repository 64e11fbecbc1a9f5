import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top of this repository. */
export const repository: string = fileURLToPath(new URL("../..", import.meta.url));

/** A folder in which the package is installed from its tarball. */
export interface Installed {
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

/**
 * Packs the package and installs the tarball in an empty folder, as a user would. What else a user would install is
 * linked from this repository, so that no registry is asked.
 */
export function installPacked(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "protosanitizer-packed-"));
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }]; // npm's documented output
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "protosanitizer"), { recursive: true });
  for (const name of readdirSync(join(repository, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(repository, "node_modules", name), join(modules, name));
  }
  const tarball = join(folder, filename);
  execFileSync("tar", ["-xzf", tarball, "-C", join(modules, "protosanitizer"), "--strip-components=1"]);
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
