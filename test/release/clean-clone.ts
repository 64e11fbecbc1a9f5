import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository: string = fileURLToPath(new URL("../..", import.meta.url));

/** A folder of its own, with a clone of what is committed: nothing of the working copy is in it. */
export class CleanClone {
  readonly folder: string = mkdtempSync(join(tmpdir(), "protosanitizer-release-"));
  readonly clone: string = join(this.folder, "clone");

  constructor() {
    execFileSync("git", ["clone", "--quiet", repository, this.clone]);
  }

  /** A project that has nothing installed yet, as a user has one. */
  emptyProject(name: string): string {
    const project = join(this.folder, name);
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ private: true }));
    return project;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a command has printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command, and throws with everything that it printed if it fails. */
export function run(folder: string, command: string, ...args: string[]): Printed {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: environment(),
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${stdout}\n${stderr}`);
  return { stdout, stderr };
}

/** Runs npm. It takes packages from its cache where it has them. */
export function npm(folder: string, ...args: string[]): Printed {
  return run(folder, "npm", ...args, "--prefer-offline", "--no-audit", "--no-fund");
}

/** The environment without what `npm run` adds: npm would take it for its own configuration. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_ENV$/i.test(name));
  return Object.fromEntries(own);
}
