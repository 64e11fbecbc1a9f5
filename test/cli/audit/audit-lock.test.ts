import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { csiOptions } from "../../representations/proto-files.js";
import { type CliRun, cli, expectClear } from "../run-cli.js";
import { LOGIN, protoFolder } from "./proto-folder.js";

const folder = protoFolder();

const CSI = readFileSync(csiOptions);

/** Writes a .proto file and what it imports of csi.proto, and returns the options that name it and a lock. */
function given(name: string, proto: string): readonly string[] {
  folder.write(`${name}/csi/v1/csi.proto`, CSI);
  return ["--proto", folder.write(`${name}/login.proto`, proto), "--lock", folder.at(`${name}.lock`)];
}

async function lockOf(name: string, proto: string, ...more: readonly string[]): Promise<string> {
  const run = await cli(["audit", ...given(name, proto), ...more]);
  expect(run).toMatchObject({ status: 0, stdout: "" });
  return readFileSync(folder.at(`${name}.lock`), "utf8");
}

/** Locks a .proto file, changes it, and checks the change. */
async function check(
  name: string,
  before: string,
  after: string,
  ...more: readonly string[]
): Promise<CliRun> {
  await lockOf(name, before, ...more);
  return cli(["audit", ...given(name, after), "--check", ...more]);
}

/** The rules and fields of findings, as `RULE field`. */
function findingsOf({ stdout }: CliRun): readonly string[] {
  return [...stdout.matchAll(/^ {2}(\S+) \(\S+\): ([A-Z_]+): /gm)].map(
    ([, field, rule]) => `${rule} ${field}`,
  );
}

const SMALL = `syntax = "proto3"; package a.v1; import "csi/v1/csi.proto"; import "google/protobuf/any.proto";
message Inner { string text = 1; int64 count = 2; }
message M {
  string name = 1;
  string pin = 2 [(csi.v1.csi_secret) = true];
  int32 number = 3 [debug_redact = true];
  Inner inner = 4;
  google.protobuf.Any any = 5;
  map<string, int32> counts = 6;
  repeated bytes blobs = 7;
  bool flag = 8;
  map<string, string> labels = 9;
}`;

describe("audit --lock", () => {
  it("writes a line for each field that can hold text or that a rule names, sorted, with its class and who looked", async () => {
    const allow = folder.write("small-allow.txt", "a.v1.M.name # shown to the user\na.v1.M.blobs\n");
    const lock = await lockOf("small", SMALL, "--map-key", "labels=pin", "--allow", allow);
    expect(lock.split("\n").filter((line) => !line.startsWith("#"))).toEqual([
      "a.v1.Inner.text = 1 | string | open | nobody",
      "a.v1.M.any = 5 | google.protobuf.Any | open | nobody",
      "a.v1.M.blobs = 7 | repeated bytes | open | allow: no reason given",
      "a.v1.M.counts = 6 | map<string, int32> | open | nobody",
      'a.v1.M.labels = 9 | map<string, string> | keyed | rule: map keys of labels: "pin"',
      "a.v1.M.name = 1 | string | open | allow: shown to the user",
      "a.v1.M.number = 3 | int32 | secret | rule: field option debug_redact",
      "a.v1.M.pin = 2 | string | secret | rule: field option csi.v1.csi_secret",
      "",
    ]);
  });

  it("is small and the same each time for all types of CSI, and its own check passes", async () => {
    const [lock, again] = [folder.at("csi.lock"), folder.at("csi-again.lock")];
    for (const path of [lock, again, again]) expect((await cli(["audit", "--lock", path])).status).toBe(0);
    const text = readFileSync(lock, "utf8");
    expect(readFileSync(again, "utf8")).toBe(text);
    expect(text.length).toBeLessThan(12_000);
    const lines = text.split("\n").filter((line) => line.startsWith("csi."));
    expect(lines).toEqual([...lines].sort());
    expect(lines.filter((line) => line.includes(" | secret | "))).toHaveLength(19);
    expect(await cli(["audit", "--lock", lock, "--check", "--strict"])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  it("holds the types of methods that another file declares, and what they hold", async () => {
    folder.write(
      "imported/b.proto",
      'syntax = "proto3"; package b; message Req { Part part = 1; } message Part { string text = 1; } message Other { string text = 1; }',
    );
    const own =
      'syntax = "proto3"; package a; import "b.proto"; message Mine { string s = 1; } service S { rpc Go(b.Req) returns (Mine); }';
    const lock = await lockOf("methods", own, "-I", folder.at("imported"));
    expect(lock).toContain("\na.Mine.s = 1 ");
    expect(lock).toContain("\nb.Part.text = 1 ");
    expect(lock).not.toContain("b.Other");
  });

  it("keeps what readers wrote into it, as long as the field is the same", async () => {
    const first = await lockOf("kept", SMALL);
    const allowed = first.replace(
      "a.v1.M.name = 1 | string | open | nobody",
      "a.v1.M.name = 1 | string | open | allow: by Jo",
    );
    folder.write(
      "kept.lock",
      allowed.replace(
        "any = 5 | google.protobuf.Any | open | nobody",
        "any = 5 | google.protobuf.Any | open | allow: x",
      ),
    );
    const next = await lockOf("kept", SMALL.replace("any = 5", "any = 15"));
    expect(next).toContain("a.v1.M.name = 1 | string | open | allow: by Jo\n");
    expect(next).toContain("a.v1.M.any = 15 | google.protobuf.Any | open | nobody\n");
  });

  it("counts what readers wrote into it for --strict", async () => {
    const args = given("strict", 'syntax = "proto3"; message M { string password = 1; }');
    expect((await cli(["audit", ...args, "--strict"])).status).toBe(1);
    const lock = folder.at("strict.lock");
    folder.write("strict.lock", readFileSync(lock, "utf8").replace("nobody\n", "allow: a sample\n"));
    const run = await cli(["audit", ...args, "--strict", "--check"]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).toContain("allowed: a sample");
  });

  it("goes to standard output for -", async () => {
    const { stdout, stderr } = await cli(["audit", "--lock", "-"]);
    expect(stdout).toMatch(/^# protosanitizer lock 1\n/);
    expect(stderr).toBe("");
  });

  it("writes over nothing that is no lock, and over no lock of another version", async () => {
    for (const text of [
      "hunter2\n",
      "",
      "# protosanitizer lock 2\n",
      "# protosanitizer lock 1\n<<<<<<< hunter2\n",
    ]) {
      const path = folder.write("no.lock", text);
      const run = await cli(["audit", "--lock", path]);
      expect(run).toMatchObject({ status: 3, stdout: "" });
      expectClear(run, /no\.lock: lock: line \d is not /);
      expect(run.stderr).not.toContain("hunter2");
      expect(readFileSync(path, "utf8")).toBe(text);
    }
  });
});

describe("audit --lock --check", () => {
  it.each<[what: string, from: string, to: string, findings: readonly string[]]>([
    [
      "a new field that nobody looked at",
      "bool flag = 8;",
      "bool flag = 8; string more = 10;",
      ["LOCK_NEW_FIELD a.v1.M.more"],
    ],
    [
      "a new map of numbers",
      "bool flag = 8;",
      "map<string, bool> more = 10;",
      ["LOCK_NEW_FIELD a.v1.M.more"],
    ],
    ["a field that lost its option", " [(csi.v1.csi_secret) = true]", "", ["LOCK_LOST_CLASS a.v1.M.pin"]],
    ["a number that lost its option", " [debug_redact = true]", "", ["LOCK_LOST_CLASS a.v1.M.number"]],
    ["another number", "string name = 1;", "string name = 11;", ["LOCK_MOVED_FIELD a.v1.M.name"]],
    ["another type", "string name = 1;", "bytes name = 1;", ["LOCK_MOVED_FIELD a.v1.M.name"]],
    ["a type that no lock lists", "string name = 1;", "int32 name = 1;", ["LOCK_MOVED_FIELD a.v1.M.name"]],
    [
      "another name with the same number",
      "string name = 1;",
      "string title = 1;",
      ["LOCK_MOVED_FIELD a.v1.M.title"],
    ],
    [
      "another name that also lost its option",
      "string pin = 2 [(csi.v1.csi_secret) = true];",
      "string code = 2;",
      ["LOCK_LOST_CLASS a.v1.M.code", "LOCK_MOVED_FIELD a.v1.M.code"],
    ],
    [
      "two fields that changed places",
      "string name = 1;\n  string pin = 2 [",
      "string name = 2;\n  string pin = 1 [",
      ["LOCK_MOVED_FIELD a.v1.M.name", "LOCK_MOVED_FIELD a.v1.M.pin"],
    ],
  ])("fails for %s, with reason and repair", async (_, from, to, findings) => {
    expect(SMALL).toContain(from);
    const run = await check("changed", SMALL, SMALL.replace(from, to));
    expect(run.status).toBe(1);
    expect(findingsOf(run)).toEqual(findings);
    expect(run.stdout.match(/^ {4}\S.*[Tt]hen write the lock again\.$/gm)).toHaveLength(findings.length);
  });

  it.each<[what: string, from: string, to: string]>([
    ["nothing", "bool flag = 8;", "bool flag = 8;"],
    ["a new field that an option hides", "bool flag = 8;", "string key = 10 [debug_redact = true];"],
    ["a new flag, or number", "bool flag = 8;", "bool flag = 8; double rate = 10; Inner other = 11;"],
    ["a field that is gone", "string name = 1;", ""],
    ["a field that is hidden now", "string name = 1;", "string name = 1 [debug_redact = true];"],
    ["another order, and comments", "bool flag = 8;\n", "// Flags.\n\n"],
  ])("passes for %s", async (_, from, to) => {
    expect(SMALL).toContain(from);
    expect(await check("same", SMALL, SMALL.replace(from, to))).toMatchObject({ status: 0 });
  });

  it("fails for a class that rules of the command line do not give any more, and for fewer keys", async () => {
    const classified = ["--field", "a.v1.M.name", "--map-key", "labels=pin", "--map-key", "labels=code"];
    await lockOf("rules", SMALL, ...classified);
    const run = await cli(["audit", ...given("rules", SMALL), "--check", "--map-key", "labels=pin"]);
    expect(run.status).toBe(1);
    expect(findingsOf(run)).toEqual(["LOCK_LOST_CLASS a.v1.M.name", "LOCK_LOST_CLASS a.v1.M.labels"]);
    expect(run.stdout).toContain("it is open now; the lock has it as secret (rule: field a.v1.M.name)");
  });

  it("says if the lock is fine, but would be written in another way", async () => {
    const run = await check("stale", SMALL, SMALL.replace("string name = 1;", ""));
    expect(run.stderr).toMatch(/stale\.lock: the lock is fine, but out of date/);
    expect(await check("fresh", SMALL, SMALL)).toMatchObject({ stderr: "" });
  });

  it("needs a lock that is there", async () => {
    expect((await cli(["audit", "--check"])).status).toBe(2);
    expect((await cli(["audit", "--lock", folder.at("none.lock"), "--check"])).status).toBe(3);
  });

  it("changes no file", async () => {
    const run = await check("untouched", SMALL, LOGIN);
    expect(run.status).toBe(1);
    expect(readFileSync(folder.at("untouched.lock"), "utf8")).toContain("a.v1.M.pin");
  });

  it("gives its findings in every format", async () => {
    await check("formats", SMALL, SMALL);
    const args = ["audit", ...given("formats", SMALL.replace(" [debug_redact = true]", "")), "--check"];
    for (const format of ["--json", "--markdown", "--html", "--sarif"]) {
      const { status, stdout } = await cli([...args, format]);
      expect(status).toBe(1);
      expect(stdout.replaceAll("\\", "")).toContain("LOCK_LOST_CLASS");
      expect(stdout.replaceAll("\\", "")).toContain("it is open now; the lock has it as secret");
    }
  });
});
