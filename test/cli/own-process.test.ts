import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cliIntoClosedPipe, cliProcess, STRIP } from "./run-cli.js";

/** A .proto file with suspects. */
const PROTO = fileURLToPath(new URL("../../proto/test/probe.proto", import.meta.url));

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
