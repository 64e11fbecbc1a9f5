import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { CLI, cli, expectClear, STRIP, TYPE } from "./run-cli.js";

const COMMANDS = ["strip", "audit", "check", "pseudonym", "scrub", "demo"];

describe("help", () => {
  it("lists the commands and says what the exit codes mean", async () => {
    const { status, stdout } = await cli(["--help"]);
    expect(status).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
    expect(stdout).toMatch(/0 +fine\n +1 +findings\n +2 +wrong usage\n +3 +input that cannot be read/);
  });

  it.each(COMMANDS)("of %s has examples and exit codes, and no colours off a terminal", async (command) => {
    const { status, stdout } = await cli([command, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain(`\nExamples:\n  `);
    expect(stdout).toContain("\nExit codes:\n");
    expect(stdout).not.toContain("\x1b");
  });
});

describe("a wrong command line ends with 2", () => {
  it.each([
    { args: [], text: /Usage: protosanitizer/ },
    { args: ["srub"], text: /unknown command 'srub'/ },
    { args: STRIP, text: /--binary, --json or --text-json-lines/ },
    { args: [...STRIP, "--json", "--binary"], text: /cannot be used with/ },
    { args: ["strip", "--type", `${TYPE}s`, "--json"], text: new RegExp(`did you mean ${TYPE}\\?`) },
    { args: [...STRIP, "--json", "--field", "csi.v1.Volume.id"], text: /no such field/ },
    { args: ["check"], text: /missing required argument 'files'/ },
    { args: ["check", "--kubernetes", "new", "-"], text: /expected a version/ },
    { args: ["scrub", "--in-place"], text: /needs the names of the files/ },
    { args: ["scrub", "--key", ""], text: /cannot be empty/ },
    { args: ["scrub", "--keys=hunter2"], text: /unknown option '--keys'\n/ },
    { args: ["demo", "extra"], text: /too many arguments/ },
  ])("$args", async ({ args, text }) => {
    const run = await cli(args, "{}");
    expect(run.status).toBe(2);
    expect(run.stdout).toBe("");
    expectClear(run, text);
  });
});

describe("input that cannot be read ends with 3", () => {
  it.each([
    {
      args: ["scrub", "/no/such/file"],
      text: /^protosanitizer: \/no\/such\/file: no such file or directory\n$/,
    },
    { args: ["scrub", "--in-place", "/no/such/file"], text: /no such file or directory/ },
    { args: ["scrub", tmpdir()], text: /is a directory/ },
    { args: ["check", "/no/such/file"], text: /no such file or directory/ },
    { args: ["audit", "--proto", "/no/such/directory"], text: /no such file or directory/ },
    { args: ["audit", "--descriptor-set", "/no/such/file"], text: /no such file or directory/ },
    {
      args: ["audit", "--descriptor-set", import.meta.filename],
      text: /not a google.protobuf.FileDescriptorSet/,
    },
    { args: [...STRIP, "--json", "--proto", import.meta.filename], text: /protobufjs cannot compile it/ },
  ])("$args", async ({ args, text }) => {
    const run = await cli(args, "{}");
    expect(run.status).toBe(3);
    expectClear(run, text);
  });

  it("such as a directory as standard input", () => {
    const folder = openSync(tmpdir(), "r");
    const run = spawnSync(process.execPath, [CLI, "scrub"], {
      stdio: [folder, "pipe", "pipe"],
      encoding: "utf8",
    });
    closeSync(folder);
    expect(run).toMatchObject({
      status: 3,
      stdout: "",
      stderr: "protosanitizer: standard input: is a directory, not a file\n",
    });
  });

  it("without quoting any of it", async () => {
    const secret = "hunter2";
    const runs = await Promise.all([
      cli([...STRIP, "--json"], `{"volume_id": ${secret}}`),
      cli([...STRIP, "--binary"], secret),
      cli([...STRIP, "--binary", "--delimited"], secret),
      cli(["check", "-"], `a: [${secret}\nb: "`),
      cli(["audit", "--descriptor-set", "-"], secret),
    ]);
    for (const run of runs) {
      expect(run.status).toBe(3);
      expectClear(run, /^protosanitizer: standard input/m);
      expect(run.stdout + run.stderr).not.toContain(secret);
    }
  });
});

describe("no input", () => {
  it.each([
    { args: [...STRIP, "--json"], status: 3, text: /no input/ },
    {
      args: [...STRIP, "--binary"],
      status: 0,
      text: /no input, which is a csi.v1.NodePublishVolumeRequest without/,
    },
    { args: [...STRIP, "--text-json-lines"], status: 0, text: /no input/ },
    { args: [...STRIP, "--binary", "--delimited"], status: 0, text: /no input/ },
    { args: ["check", "-"], status: 3, text: /is empty/ },
    { args: ["scrub"], status: 0, text: /nothing found/ },
  ])("$args ends with $status", async ({ args, status, text }) => {
    const run = await cli(args);
    expect(run.status).toBe(status);
    expectClear(run, text);
  });
});
