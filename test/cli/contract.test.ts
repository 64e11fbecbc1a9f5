import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { create, toBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { CLI, type CliRun, cli, cliIntoClosedPipe, cliProcess } from "./run-cli.js";

const TYPE = "csi.v1.NodePublishVolumeRequest";
const STRIP = ["strip", "--type", TYPE];
/** A .proto file with suspects. */
const PROTO = fileURLToPath(new URL("../../proto/test/probe.proto", import.meta.url));
const COMMANDS = ["strip", "audit", "check", "scrub", "demo"];

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "cli-test-"));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** One or more lines that state the problem, without a stack trace. */
function expectClear({ stderr }: CliRun, text: RegExp): void {
  expect(stderr).toMatch(text);
  expect(stderr).not.toMatch(/^\s+at |node:|\.js:\d/m);
}

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
    const folder = openSync(directory, "r");
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

describe("a process of its own", () => {
  it.each([
    { args: ["--version"], input: "", status: 0, stdout: /^\d+\.\d+\.\d+/, stderr: /^$/ },
    {
      args: ["scrub", "--check"],
      input: 'secrets:<key:"a" value:"b" >',
      status: 1,
      stdout: /^$/,
      stderr: /found values in secrets: 1\n$/,
    },
    { args: ["srub"], input: "", status: 2, stdout: /^$/, stderr: /unknown command 'srub'/ },
    { args: [...STRIP, "--json"], input: "{", status: 3, stdout: /<<not JSON/, stderr: /not JSON/ },
  ])(
    "ends with $status after $args, and reads and writes the streams of the process",
    async ({ args, input, ...expected }) => {
      const run = await cliProcess(args, input);
      expect(run.status).toBe(expected.status);
      expect(run.stdout).toMatch(expected.stdout);
      expect(run.stderr).toMatch(expected.stderr);
    },
  );
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

describe("a closed pipe ends the command quietly, with the code for the findings so far", () => {
  // More than a pipe holds.
  const log = `${"x".repeat(100)}\n`.repeat(20_000);

  it.each([
    { args: ["scrub"], input: log, status: 0 },
    { args: [...STRIP, "--text-json-lines"], input: '{"volume_id":"v"}\n'.repeat(20_000), status: 0 },
    { args: ["audit", "--json", "--strict", "--proto", PROTO], input: "", status: 1 },
    { args: ["demo", "--unsafe"], input: "", status: 1 },
  ])("$args", async ({ args, input, status }) => {
    const run = await cliIntoClosedPipe(args, input);
    expect(run.status).toBe(status);
    expect(run.stderr.replace(/^protosanitizer: \d+ suspects.*\n/, "")).toBe("");
  });
});

describe("100 MB", () => {
  const SIZE = 100_000_000;

  it("in a secret of one message is stripped", async () => {
    const message = create(NodePublishVolumeRequestSchema, {
      volumeId: "v",
      secrets: { a: "x".repeat(SIZE) },
    });
    const run = await cli([...STRIP, "--binary"], toBinary(NodePublishVolumeRequestSchema, message));
    expect(run).toEqual({ status: 0, stdout: '{"secrets":"***stripped***","volume_id":"v"}\n', stderr: "" });
  });

  it("on one line of a log is scrubbed", async () => {
    const run = await cli(["scrub"], `"secrets":{"a":"${"x".repeat(SIZE)}"}`);
    expect(run.status).toBe(0);
    expect(run.stdout).toBe('"secrets":{"a":"***stripped***"}');
  });

  it("of a text that is not a manifest is refused", async () => {
    const path = join(directory, "zeros.yaml");
    writeFileSync(path, Buffer.alloc(SIZE));
    const run = await cli(["check", path]);
    expect(run.status).toBe(3);
    expectClear(run, /zeros\.yaml: /);
  });
});
