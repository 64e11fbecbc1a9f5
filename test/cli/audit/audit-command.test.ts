import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { create, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli } from "../run-cli.js";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

const PROTO = `
syntax = "proto3";
package plain.v1;
import "github.com/container-storage-interface/spec/lib/go/csi/csi.proto";
import "google/protobuf/struct.proto";
message Login {
  string user = 1;
  string password = 2;
  // The CHAP name of the target.
  string target = 3;
  map<string, string> labels = 4;
  google.protobuf.Struct extra = 5;
  string next_page_token = 6;
  string hidden = 7 [(csi.v1.csi_secret) = true];
  csi.v1.Volume volume = 8;
}
`;

interface AuditJson {
  readonly types: readonly {
    readonly fields: readonly { readonly field: string; readonly verdict: string }[];
  }[];
  readonly suspects: readonly {
    readonly field: string;
    readonly severity: string;
    readonly code: string;
    readonly reason: string;
  }[];
  readonly counts: Readonly<Record<string, number>>;
}

async function audit(...args: readonly string[]): Promise<AuditJson> {
  const { status, stdout, stderr } = await cli(["audit", "--json", ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as AuditJson; // what the command prints
}

function fieldsWith(verdict: string, { types }: AuditJson): string[] {
  return types.flatMap(({ fields }) =>
    fields.filter((field) => field.verdict === verdict).map(({ field }) => field),
  );
}

let directory: string;
let protos: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "audit-test-"));
  protos = join(directory, "protos");
  mkdirSync(protos);
  writeFileSync(join(protos, "plain.proto"), PROTO);
});

afterAll(() => rmSync(directory, { recursive: true }));

describe("audit", () => {
  it("lists the 19 secret fields of CSI, and the maps that are judged by key", async () => {
    const report = await audit();
    expect(fieldsWith("secret", report)).toHaveLength(19);
    expect(fieldsWith("keyed", report)).toEqual([
      "csi.v1.Volume.volume_context",
      "csi.v1.ControllerPublishVolumeRequest.volume_context",
      "csi.v1.ValidateVolumeCapabilitiesRequest.volume_context",
      "csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed.volume_context",
      "csi.v1.NodeStageVolumeRequest.volume_context",
      "csi.v1.NodePublishVolumeRequest.volume_context",
    ]);
    expect(report.counts).toMatchObject({ secret: 19, keyed: 6, refused: 0 });
    // The policy for CSI judges each field that could hold credentials.
    expect(report.suspects).toEqual([]);
  });

  it("names the suspects of .proto files by name, comment and type, and lists no other types", async () => {
    const report = await audit("--proto", protos);
    expect(report.types.map((type) => type.fields.length)).toEqual([8]);
    expect(fieldsWith("secret", report)).toEqual(["plain.v1.Login.hidden"]);
    expect(report.suspects.map(({ field, severity, reason }) => [field.slice(15), severity, reason])).toEqual(
      [
        ["password", "likely", 'its name speaks of "password"'],
        ["target", "possible", 'its comment speaks of "chap"'],
        ["labels", "possible", "anything can stand under its keys"],
        ["extra", "possible", "anything can stand under its keys"],
        ["next_page_token", "possible", "a token, though one of pages by its name"],
      ],
    );
  });

  it("gives the same report for a descriptor set, including comments", async () => {
    const file = join(directory, "plain.binpb");
    const set = join(directory, "buf");
    mkdirSync(join(set, "csi/v1"), { recursive: true });
    const csi = join(repository, "proto/csi/v1/csi.proto");
    const imported = PROTO.replace(
      "github.com/container-storage-interface/spec/lib/go/csi/csi.proto",
      "csi/v1/csi.proto",
    );
    writeFileSync(join(set, "plain.proto"), imported);
    execFileSync("cp", [csi, join(set, "csi/v1/csi.proto")]);
    execFileSync(join(repository, "node_modules/.bin/buf"), ["build", set, "-o", file]);
    const report = await audit("--descriptor-set", file);
    const own = report.suspects.filter(({ field }) => field.startsWith("plain.")).map(({ reason }) => reason);
    expect(own).toHaveLength(5);
    expect(own[1]).toBe('its comment speaks of "chap"');
  });

  it("--strict fails until each suspect is secret or allowed", async () => {
    const allow = join(directory, "allow.txt");
    writeFileSync(
      allow,
      "# looked at\nplain.v1.Login.labels # public\nplain.v1.Login.target\nplain.v1.Login.next_page_token\n",
    );
    const args = [
      "audit",
      "--proto",
      protos,
      "--strict",
      "--allow",
      allow,
      "--field",
      "plain.v1.Login.password",
    ];
    const open = await cli(args);
    expect(open.status).toBe(1);
    expect(open.stderr).toMatch(/^protosanitizer: 1 suspects, plain\.v1\.Login\.extra the first/);
    const closed = await cli([...args, "--map-key", "extra=/./"]);
    expect(closed).toMatchObject({ status: 0, stderr: "" });
    expect(closed.stdout).toMatch(/ extra .* keyed +map keys of extra: \/\.\//);
  });

  it.each([
    [
      "plain.v1.Login.pasword",
      /allow\.txt:1: plain\.v1\.Login\.pasword is no field; did you mean plain\.v1\.Login\.password\?/,
    ],
    ["plain.v1.Login.user", /plain\.v1\.Login\.user is no suspect; remove the line/],
  ])("refuses the line %s of an allow-list, which allows nothing", async (line, text) => {
    const allow = join(directory, "allow.txt");
    writeFileSync(allow, `${line}\n`);
    const run = await cli(["audit", "--proto", protos, "--allow", allow]);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(text);
  });

  it("prints Markdown", async () => {
    const { stdout } = await cli(["audit", "--proto", protos, "--markdown"]);
    expect(stdout).toContain(
      "\n## plain.v1.Login\n\n| field | type | verdict | why |\n| --- | --- | --- | --- |\n",
    );
    expect(stdout).toContain("| plain.v1.Login.labels | map\\<string, string\\> | open ? | possible secret");
  });

  it.each<[string, string]>([
    ["without a message", 'syntax = "proto3"; package a; enum E { A = 0; }'],
    ["that is the JSON of an empty Root", '{"nested":{}}'],
    ["that is other JSON", '{"name":"my-package"}'],
    ["that is a JSON list", "[1]"],
    ["that begins like JSON", '{"hunter2'],
    ["that is empty", ""],
  ])("fails for a file %s, because a check that saw nothing must not pass", async (_, text) => {
    const file = join(directory, "nothing.json");
    writeFileSync(file, text);
    const run = await cli(["audit", "--strict", "--proto", file]);
    expect(run).toMatchObject({ status: 3, stdout: "" });
    expect(run.stderr).toMatch(/^protosanitizer: .*nothing\.json: [^\n]+\n$/);
    expect(run.stderr).not.toContain("hunter2");
  });

  it("fails for a folder without types, and for a descriptor set without any", async () => {
    const folder = join(directory, "empty");
    mkdirSync(folder);
    const others = ["--proto", protos];
    expect((await cli(["audit", "--strict", ...others, folder])).status).toBe(3);
    writeFileSync(join(folder, "a.proto"), 'syntax = "proto3"; service S {}');
    expect((await cli(["audit", "--strict", "--proto", folder])).status).toBe(3);
    const file = join(directory, "empty.binpb");
    for (const bytes of [
      Buffer.of(),
      Buffer.from("0a070a05612e70726f", "hex"),
      toBinary(
        FileDescriptorSetSchema,
        create(FileDescriptorSetSchema, { file: [{ name: "a.proto", syntax: "proto3" }] }),
      ),
    ]) {
      writeFileSync(file, bytes);
      expect((await cli(["audit", "--strict", "--descriptor-set", file])).status).toBe(3);
    }
  });

  it("reads the JSON of protobufjs", async () => {
    const file = join(directory, "protos.json");
    const fields = { password: { type: "string", id: 1 }, user: { type: "string", id: 2 } };
    writeFileSync(file, JSON.stringify({ nested: { app: { nested: { M: { fields } } } } }));
    const run = await cli(["audit", "--strict", "--json", "--proto", file, join(protos, "plain.proto")]);
    expect(run.status).toBe(1);
    const { suspects } = JSON.parse(run.stdout) as AuditJson; // what the command prints
    expect(suspects.map(({ field }) => field)).toContain("app.M.password");
    expect(suspects.map(({ field }) => field)).toContain("plain.v1.Login.password");
  });

  it("refuses JSON whose options are lost, instead of showing its types without fields", async () => {
    const file = join(directory, "lost.json");
    const inner = { fields: { password: { type: "string", id: 1 } } };
    const outer = { fields: { inner: { type: ".app.Inner", id: 1 } } };
    writeFileSync(file, JSON.stringify({ nested: { app: { nested: { Inner: inner, Outer: outer } } } }));
    const run = await cli(["audit", "--proto", file]);
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/custom options of app\.\w+ are lost/);
  });

  it("takes no field of messages for a suspect whose type is in the report, and gives each suspect a code", async () => {
    const folder = join(directory, "nested");
    mkdirSync(folder);
    writeFileSync(
      join(folder, "a.proto"),
      'syntax = "proto3"; package app.v1; message Login { AuthConfig auth = 1; string recovery_code = 2; string session_id = 3;' +
        " repeated string mount_flags = 4;" +
        " // For the Secrets Store CSI driver.\n string region = 5; } message AuthConfig { string password = 1; }",
    );
    const { suspects } = await audit("--proto", folder);
    expect(suspects).toEqual([
      expect.objectContaining({ field: "app.v1.Login.recovery_code", code: "one-time code" }),
      expect.objectContaining({ field: "app.v1.Login.session_id", code: "session" }),
      expect.objectContaining({ field: "app.v1.Login.mount_flags", code: "content" }),
      expect.objectContaining({ field: "app.v1.AuthConfig.password", code: "credential" }),
    ]);
  });

  it("quotes no line of an allow-list that is not like the name of a field", async () => {
    const allow = join(directory, "allow.txt");
    writeFileSync(allow, "ghp_EXAMPLEEXAMPLE1234567890\n");
    const run = await cli(["audit", "--proto", protos, "--allow", allow]);
    expect(run.status).toBe(2);
    expect(run.stderr).not.toContain("ghp_");
  });

  it("says which import is missing", async () => {
    const file = join(directory, "import.proto");
    writeFileSync(file, 'syntax = "proto3";\nimport "acme/nowhere.proto";\n');
    const run = await cli(["audit", "--proto", file]);
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(
      /import\.proto: its import "acme\/nowhere\.proto" is in none of the given directories/,
    );
  });
});
