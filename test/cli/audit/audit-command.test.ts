import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
    const names = new Set(report.suspects.map(({ field }) => field.slice(field.lastIndexOf(".") + 1)));
    expect([...names].sort()).toEqual([
      "manifest",
      "mutable_parameters",
      "next_token",
      "parameters",
      "publish_context",
      "segments",
      "starting_token",
    ]);
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
