import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, installPacked, repository } from "../package/pack.js";

const section = readFileSync(join(repository, "docs/command-line.md"), "utf8");
const examples = [...section.matchAll(/^```sh\n(.*?)^```\n\n```text\n(.*?)^```$/gms)].map(
  ([, command = "", output = ""]) => ({ command, output }),
);

describe("the command lines of docs/command-line.md, with the packed package", () => {
  let installed: Installed;

  beforeAll(async () => {
    installed = await installPacked();
    // What npm does for a package with a command.
    mkdirSync(join(installed.folder, "bin"));
    symlinkSync(
      "../node_modules/protosanitizer/dist/cli/main.js",
      join(installed.folder, "bin/protosanitizer"),
    );
    cpSync(join(repository, "proto/test/acme"), join(installed.folder, "acme"), { recursive: true });
  });
  afterAll(() => installed.remove());

  function shell(command: string): { readonly stdout: string; readonly stderr: string } {
    const path = [join(installed.folder, "bin"), process.env["PATH"]].join(delimiter);
    return spawnSync("bash", ["-c", command], {
      cwd: installed.folder,
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    });
  }

  it("are found", () => {
    expect(examples.length).toBe(3);
  });

  it.each(examples)("$command", ({ command, output }) => {
    expect(shell(command).stdout).toBe(output);
  });

  it("name every command", () => {
    const { stdout } = shell("protosanitizer --help");
    const commands = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name);
    expect(commands.length).toBe(5);
    for (const name of commands) expect(section).toContain(`| \`${name}\` |`);
  });
});
