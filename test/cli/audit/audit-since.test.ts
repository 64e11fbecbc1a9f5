import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, expectClear } from "../run-cli.js";
import { protoFolder } from "./proto-folder.js";

const folder = protoFolder();

const BEFORE = `syntax = "proto3"; package a.v1; import "csi/v1/csi.proto";
message Inner { string text = 1; }
message Late { string text = 1; }
message M {
  string name = 1;
  string pin = 2 [debug_redact = true];
  map<string, string> labels = 3 [debug_redact = true];
  Inner inner = 4 [debug_redact = true];
}`;
const AFTER = `syntax = "proto3"; package a.v1; import "csi/v1/csi.proto";
message Inner { string text = 1; }
message M {
  string title = 1;
  string pin = 2;
  map<string, string> labels = 3;
  Inner inner = 4 [debug_redact = true];
  string key = 5 [(csi.v1.csi_secret) = true];
  bool flag = 6;
  Inner more = 7;
}
message Fresh { bytes blob = 1; }`;

/** The reasons of findings, by field. */
async function visible(...args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { status, stdout, stderr } = await cli(["audit", "--json", ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { findings } = JSON.parse(stdout) as { findings: { field: string; reason: string; rule: string }[] }; // docs/audit.md
  for (const { rule } of findings) expect(rule).toBe("NEWLY_VISIBLE_FIELD");
  return Object.fromEntries(findings.map(({ field, reason }) => [field, reason]));
}

const EXPECTED = {
  "a.v1.M.pin": "it was secret (rule: field option debug_redact), and is printed as it is now",
  "a.v1.M.labels":
    'it was secret (rule: field option debug_redact), and shows the entries whose keys no rule names now (rule: map keys of labels: "x")',
  "a.v1.M.flag": "it is new, and is printed as it is",
  "a.v1.Fresh.blob": "it is new, and is printed as it is",
};

describe("audit --since says which fields a change makes visible", () => {
  const keys = ["--map-key", "a.v1.M.labels=x"];
  const after = folder.write("after/a.proto", AFTER);
  const before = folder.write("before/a.proto", BEFORE);
  const expected = Object.fromEntries(
    Object.entries(EXPECTED).map(([field, reason]) => [
      field,
      reason.replace("keys of labels", "keys of a.v1.M.labels"),
    ]),
  );

  it("since a directory, or a file: a renamed field is the same field, and one that stays hidden is none", async () => {
    expect(await visible("--proto", after, "--since", folder.at("before"), ...keys)).toEqual(expected);
    expect(await visible("--proto", after, "--since", before, ...keys)).toEqual(expected);
    expect(await visible("--proto", after, "--since", after)).toEqual({});
  });

  it("since a revision of git, of .proto files and of a descriptor set", async () => {
    const git = (...args: readonly string[]): string =>
      execFileSync(
        "git",
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", ...args],
        {
          cwd: folder.at("repo"),
          encoding: "utf8",
        },
      );
    const file = folder.write("repo/protos/x/a.proto", BEFORE);
    const set = folder.write("repo/set.binpb", setOf("x.v1.Old"));
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "before");
    folder.write("repo/protos/x/a.proto", AFTER);
    folder.write("repo/set.binpb", setOf("x.v1.New"));
    symlinkSync(folder.at("repo"), folder.at("link"));
    for (const path of [file, folder.at("repo/protos"), folder.at("link/protos")])
      expect(await visible("--proto", path, "--since", "git:HEAD", ...keys)).toEqual(expected);
    expect(Object.keys(await visible("--descriptor-set", set, "--since", "git:HEAD"))).toEqual([
      "x.v1.New.text",
    ]);
  });

  it("since another descriptor set", async () => {
    const [old, now] = [
      folder.write("old.binpb", setOf("x.v1.Old")),
      folder.write("new.binpb", setOf("x.v1.New")),
    ];
    expect(Object.keys(await visible("--descriptor-set", now, "--since", old))).toEqual(["x.v1.New.text"]);
  });

  it("fails with --strict if there are any", async () => {
    const proto = (fields: string): string => `syntax = "proto3"; message M { ${fields} }`;
    const [old, now] = [
      folder.write("s/old.proto", proto("")),
      folder.write("s/new.proto", proto("string text = 1;")),
    ];
    expect((await cli(["audit", "--proto", now, "--since", old, "--strict"])).status).toBe(1);
    expect((await cli(["audit", "--proto", now, "--since", now, "--strict"])).status).toBe(0);
    expect((await cli(["audit", "--proto", now, "--since", old])).status).toBe(0);
  });

  it.each([
    ["git:--output=x", 2],
    ["git:", 2],
    ["git:no-such-revision", 3],
    ["/no/such/file", 3],
  ])("refuses %s", async (since, status) => {
    const run = await cli(["audit", "--proto", after, "--since", since]);
    expect(run).toMatchObject({ status, stdout: "" });
    expectClear(run, /^protosanitizer: .*\n$/);
  });
});

/** A descriptor set with one message, which has the field `text`. */
function setOf(typeName: string): Uint8Array {
  const [, name = ""] = /\.(\w+)$/.exec(typeName) ?? [];
  const scope = typeName.slice(0, -name.length - 1);
  const part = (number: number, bytes: Uint8Array): Uint8Array =>
    Uint8Array.from([(number << 3) | 2, bytes.length, ...bytes]);
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const join = (...parts: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from(parts.flatMap((one) => [...one]));
  const field = join(part(1, text("text")), Uint8Array.of(0x18, 1, 0x20, 1, 0x28, 9), part(10, text("text")));
  const message = join(part(1, text(name)), part(2, field));
  return part(
    1,
    join(part(1, text("x.proto")), part(2, text(scope)), part(4, message), part(12, text("proto3"))),
  );
}
