import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

// bench/.build is one level below bench.
const FOLDER: string = fileURLToPath(new URL("../.nodes", import.meta.url));

/**
 * Runs a script with one version of Node after the other. npm has Node itself as a package, so a version that is not there yet
 * is installed from it, into a folder that git ignores.
 *
 * @param versions such as `20` or `24.1.0`.
 * @returns whether all of them ended well.
 * @throws {RangeError} if a version is not one.
 */
export async function runWithNodes(
  versions: readonly string[],
  script: string,
  args: readonly string[],
): Promise<boolean> {
  const wrong = versions.find((version) => !/^\d+(?:\.\d+){0,2}$/.test(version));
  if (wrong !== undefined) throw new RangeError(`--node: not a version of Node: ${JSON.stringify(wrong)}`);
  let isGood = true;
  for (const version of versions) {
    const binary = await installedNode(version);
    const child = spawn(binary, [script, ...args], { stdio: "inherit" });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    isGood &&= code === 0;
  }
  return isGood;
}

async function installedNode(version: string): Promise<string> {
  const folder = join(FOLDER, version);
  const binary = join(folder, "node_modules/node/bin/node");
  if (existsSync(binary)) return binary;
  await mkdir(folder, { recursive: true });
  // npm installs into the nearest folder that has one.
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", `node@${version}`], {
    cwd: folder,
  });
  return binary;
}
