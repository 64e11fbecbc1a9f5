import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, installPacked, repository } from "../package/pack.js";
import { blocks, textOf } from "./pages.js";

const examples = blocks.flatMap(({ page, language, text, output }) =>
  // Others install something, or run what another block shows.
  language === "sh" && output !== undefined && !/^npx /m.test(text) ? [{ page, command: text, output }] : [],
);

describe("the command lines of all pages, with the packed package", () => {
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
      env: { ...process.env, PATH: path, SOURCE_DATE_EPOCH: "1767225600" },
    });
  }

  it("are found", () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)("$page: $command", ({ command, output }) => {
    expect(steady(shell(command).stdout)).toBe(steady(output));
  });

  it("name every command", () => {
    const { stdout } = shell("protosanitizer --help");
    const commands = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(5);
    for (const name of commands) expect(textOf("docs/command-line.md")).toContain(`| \`${name}\` |`);
  });
});

/** An output without versions, and without digests of rules that grow. */
function steady(text: string): string {
  return text.replace(/^made by: .*$/m, "made by:").replace(/SHA-256 \w+/g, "SHA-256");
}
