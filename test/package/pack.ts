import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onceARun } from "../once-a-run.js";

/** The top of this repository. */
export const repository: string = fileURLToPath(new URL("../..", import.meta.url));

/** A folder in which the package is installed from its tarball. */
export interface Installed {
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

/** The package's tarball. npm takes long to start, so all test files of a run share one. */
function packed(): Promise<string> {
  return onceARun("protosanitizer.tgz", (path) => {
    const folder = `${path}-folder`;
    mkdirSync(folder);
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const output = execFileSync("npm", args, {
      cwd: repository,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [{ filename }] = JSON.parse(output) as [{ filename: string }]; // npm's documented output
    renameSync(join(folder, filename), path);
  });
}

/**
 * Packs the package and installs the tarball in an empty folder, as a user would. What else a user would install is
 * linked from this repository, so that no registry is asked.
 */
export async function installPacked(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), "protosanitizer-packed-"));
  const tarball = await packed();
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "protosanitizer"), { recursive: true });
  for (const name of readdirSync(join(repository, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(repository, "node_modules", name), join(modules, name));
  }
  execFileSync("tar", ["-xzf", tarball, "-C", join(modules, "protosanitizer"), "--strip-components=1"]);
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
