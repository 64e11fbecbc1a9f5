import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { Output } from "../../../src/cli/input-output.js";
import { SHELLS } from "../../../src/cli/manual/completions.js";
import { createProgram } from "../../../src/cli/program.js";
import { repository } from "../../package/pack.js";
import { protoFolder } from "../audit/proto-folder.js";
import { cli } from "../run-cli.js";

const program = createProgram(new Output(new Writable()), () => undefined);

/** All flags of a command, such as `--json`. */
function flagsOf(command: Command): readonly string[] {
  return command.options.flatMap(({ short, long }) => [short, long].flatMap((flag) => flag ?? []));
}

describe("help", () => {
  it.each(["", ...program.commands.map((command) => command.name())])(
    "of '%s' fits a screen, as nearly as it can",
    async (name) => {
      const { stdout } = await cli([...(name === "" ? [] : [name]), "--help"]);
      const lines = stdout.trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(name === "audit" ? 34 : name === "strip" ? 36 : 28);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  it("names every flag of every command", async () => {
    for (const command of program.commands) {
      const { stdout } = await cli([command.name(), "--help"]);
      for (const flag of flagsOf(command)) expect(stdout, command.name()).toContain(flag);
    }
  });
});

describe("the manual page", () => {
  const page = readFileSync(join(repository, "docs/protosanitizer.1"), "utf8");

  it("is what the commands say now: npm run build writes it", async () => {
    expect(await cli(["man"])).toEqual({ status: 0, stdout: page, stderr: "" });
  });

  it("has every command, flag and exit code, and no line that roff would take for a command", () => {
    const plain = page.replaceAll("\\-", "-");
    for (const command of program.commands) {
      expect(plain).toContain(`\n.SS protosanitizer ${command.name()}\n`);
      for (const flag of flagsOf(command))
        expect(plain).toMatch(new RegExp(`^\\.B (?:-\\w, )?${flag}\\b`, "m"));
    }
    for (const code of [0, 1, 2, 3, 70, 130]) expect(plain).toContain(`\n.B ${code}\n`);
    const requests = page.split("\n").filter((line) => /^[.']/.test(line));
    expect(requests.filter((line) => !/^\.(?:TH|SH|SS|PP|TP|B|I|nf|fi)\b/.test(line))).toEqual([]);
    const manifest: { readonly man: string } = JSON.parse(
      readFileSync(join(repository, "package.json"), "utf8"),
    );
    expect(manifest.man).toBe("./docs/protosanitizer.1");
  });
});

describe("completion", () => {
  const folder = protoFolder();

  /** What bash offers at the end of command lines. */
  function offers(script: string, ...lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
    const asks = lines.map(
      (words) =>
        `COMP_WORDS=(protosanitizer ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _protosanitizer; echo "\${COMPREPLY[*]}"`,
    );
    const file = folder.write("ask.bash", `${script}\n${asks.join("\n")}\n`);
    const printed = execFileSync("bash", ["--norc", "-eu", file], { encoding: "utf8" });
    return printed
      .split("\n")
      .slice(0, lines.length)
      .map((line) => line.split(" ").filter(Boolean));
  }

  it("in bash offers the commands, the flags of each, and choices; elsewhere the names of files", async () => {
    const { stdout } = await cli(["completion", "bash"]);
    const names = program.commands.map((command) => command.name());
    const flags = program.commands.map((command) => [command.name(), "--"]);
    const [commands, au, format, shells, file, afterFile, ...ofCommands] = offers(
      stdout,
      [""],
      ["au"],
      ["strip", "--format", ""],
      ["completion", ""],
      ["audit", "--lock", ""],
      ["audit", "--lock", "check", "--st"],
      ...flags,
    );
    expect(commands).toEqual(expect.arrayContaining([...names, "help", "--version"]));
    expect(au).toEqual(["audit"]);
    expect(format).toEqual(["go", "protojson"]);
    expect(shells).toEqual(expect.arrayContaining([...SHELLS]));
    expect(file).toEqual([]);
    expect(afterFile).toEqual(["--strict"]);
    for (const [index, command] of program.commands.entries())
      expect(ofCommands[index]).toEqual([
        ...flagsOf(command).filter((flag) => flag.startsWith("--")),
        "--help",
      ]);
    expect(stdout).toMatch(/\ncomplete -o default -F _protosanitizer protosanitizer\n$/);
  });

  it.each(SHELLS)("in %s has every command and every flag", async (shell) => {
    const { status, stdout } = await cli(["completion", shell]);
    expect(status).toBe(0);
    for (const command of program.commands) {
      expect(stdout).toContain(command.name());
      for (const { long } of command.options)
        expect(stdout).toContain(shell === "fish" ? `-l ${long?.slice(2)} ` : (long ?? ""));
    }
  });

  it("offers commands behind help, in zsh and fish, too", async () => {
    const names = [...program.commands.map((command) => command.name()), "help"];
    expect((await cli(["completion", "zsh"])).stdout).toContain(
      "\n    help) _describe command commands ;;\n",
    );
    expect((await cli(["completion", "fish"])).stdout).toContain(
      `-n '__fish_seen_subcommand_from help' -f -a '${names.join(" ")}'\n`,
    );
  });

  it("is for no other shell", async () => {
    expect(await cli(["completion", "tcsh"])).toMatchObject({ status: 2, stdout: "" });
    expect(await cli(["completion"])).toMatchObject({ status: 2, stdout: "" });
  });
});
