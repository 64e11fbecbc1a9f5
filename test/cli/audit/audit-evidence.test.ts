import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { canonical } from "../../../src/cli/audit/evidence.js";
import { cli } from "../run-cli.js";
import { LOGIN, protoFolder } from "./proto-folder.js";

const folder = protoFolder();
const file = folder.write("protos/acme/login.proto", LOGIN);
const protos = folder.at("protos");
const allow = folder.write(
  "allow.txt",
  "# looked at\nacme.v1.LoginRequest.labels  # names of teams | <b>public</b>\nacme.v1.LoginRequest.blob\n",
);

beforeEach(() => vi.stubEnv("SOURCE_DATE_EPOCH", "1700000000"));
afterEach(() => vi.unstubAllEnvs());

const FORMATS: readonly (readonly [readonly string[]])[] = [
  [[]],
  [["--json"]],
  [["--markdown"]],
  [["--html"]],
  [["--sarif"]],
];

/** What the command prints in a format. */
async function audit(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await cli(["audit", "--proto", protos, "--allow", allow, ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("every format of an audit", () => {
  it.each(FORMATS)(
    "says with which version, when, of what and by which rules it was made: %s",
    async (format) => {
      const text = (await audit(...format)).replaceAll("&#39;", "'");
      expect(text).toContain(manifest.version);
      expect(text).toContain(process.version);
      expect(text).toContain("2023-11-14T22:13:20.000Z");
      const { policy, input } = JSON.parse(await audit("--json"));
      for (const digest of [policy.sha256, input.sha256, sha256Of(allow)]) expect(text).toContain(digest);
    },
  );

  it.each(FORMATS)("is the same each time: %s", async (format) => {
    expect(await audit(...format)).toBe(await audit(...format));
  });

  it.each<[readonly string[]]>([[[]], [["--markdown"]], [["--html"]]])(
    "names suspects first, with file, line, reason and repair, and then what is allowed, with reasons: %s",
    async (format) => {
      const text = (await audit(...format))
        .replaceAll("\\", "")
        .replaceAll("&quot;", '"')
        .replaceAll("<wbr>", "")
        .replace(/<[^>]*>/g, " ");
      const places = [
        "acme.v1.LoginRequest.password",
        "acme/login.proto:8",
        'its name speaks of "password"',
        "--field acme.v1.LoginRequest.password",
        "acme/login.proto:10",
        'its name speaks of "recovery code"',
        "acme.v1.LoginRequest.Inner.api_key",
        "Allowed",
        "acme.v1.LoginRequest.blob",
        "allowed without a reason",
        "acme.v1.LoginReply",
      ].map((part) => text.indexOf(part));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(text).toContain("allowed: names of teams |");
    },
  );

  it("takes only one format", async () => {
    expect((await cli(["audit", "--html", "--sarif"])).status).toBe(2);
    expect((await cli(["audit", "--json", "--html"])).status).toBe(2);
  });
});

describe("the digests", () => {
  it("of .proto files are those of sha256sum, import by import", async () => {
    const { input } = JSON.parse(await audit("--json"));
    const csi = new URL("../../../proto/csi/v1/csi.proto", import.meta.url).pathname;
    const lines = `${sha256Of(file)}  acme/login.proto\n${sha256Of(csi)}  csi/v1/csi.proto\n`;
    expect(input).toEqual({ from: protos, kind: "proto files", files: 2, sha256: sha256(lines) });
  });

  it("of a descriptor set is that of the file", async () => {
    const set = new URL("../../gen/descriptor-set.binpb", import.meta.url).pathname;
    const { stdout } = await cli(["audit", "--json", "--descriptor-set", set]);
    expect(JSON.parse(stdout).input).toEqual({ from: set, kind: "descriptor set", sha256: sha256Of(set) });
    const printed = execFileSync("sha256sum", [set], { encoding: "utf8" });
    expect(printed.startsWith(sha256Of(set))).toBe(true);
  });

  it("of the policy change with each rule, and with nothing else", async () => {
    const digest = async (...args: readonly string[]): Promise<string> =>
      JSON.parse((await cli(["audit", "--proto", protos, "--json", ...args])).stdout).policy.sha256;
    const digests = await Promise.all([
      digest(),
      digest("--field", "acme.v1.LoginReply.note"),
      digest("--map-key", "labels=pin"),
      digest("--map-key", "labels=/pin/"),
      digest("--field-option", "csi.v1.csi_secret"),
    ]);
    expect(new Set(digests).size).toBe(digests.length);
    expect(await digest("--strict")).toBe(digests[0]);
  });

  it("tell texts, patterns, functions, numbers and bytes apart, and not the order of keys", () => {
    const values = [
      "/a/",
      /a/,
      function a() {},
      1n,
      1,
      "1",
      null,
      [],
      {},
      Uint8Array.of(1),
      "bytes 01",
      true,
    ];
    expect(new Set(values.map((value) => canonical({ value }))).size).toBe(values.length);
    expect(canonical({ a: 1, b: { c: 2, d: undefined } })).toBe(canonical({ b: { c: 2 }, a: 1 }));
  });

  it.each(["now", "-1", "99999999999999", "1e3"])("refuse the time %s", async (epoch) => {
    vi.stubEnv("SOURCE_DATE_EPOCH", epoch);
    const run = await cli(["audit"]);
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toMatch(/SOURCE_DATE_EPOCH: expected a number of seconds/);
  });
});

describe("audit --json", () => {
  it("has a shape with a version", async () => {
    const report = JSON.parse(await audit("--json"));
    expect(Object.keys(report)).toEqual([
      ...[
        "version",
        "tool",
        "time",
        "input",
        "policy",
        "allowList",
        "findings",
        "suspects",
        "types",
        "counts",
      ],
    ]);
    expect(report).toMatchObject({
      version: 1,
      tool: { name: "protosanitizer", version: manifest.version, node: process.version },
      allowList: { from: allow, sha256: sha256Of(allow) },
      counts: { types: 3, fields: 11, secret: 1, keyed: 0, open: 10, refused: 0, suspects: 3, allowed: 2 },
    });
    expect(report.findings[0]).toEqual({
      rule: "UNMARKED_SECRET",
      field: "acme.v1.LoginRequest.password",
      type: "string",
      reason: 'its name speaks of "password"',
      repair: expect.stringMatching(
        /^Mark it with an option .* or name it with --field acme\.v1\..* If it is harmless, put /,
      ),
      file: "acme/login.proto",
      line: 8,
    });
    expect(report.suspects.find(({ field }: { field: string }) => field.endsWith(".labels"))).toEqual({
      field: "acme.v1.LoginRequest.labels",
      type: "map<string, string>",
      severity: "possible",
      code: "anything",
      reason: "anything can stand under its keys",
      allowed: true,
      allowedBecause: "names of teams | <b>public</b>",
      allowedBy: "allow-list",
      file: "acme/login.proto",
      line: 11,
    });
    expect(report.types[0].fields[5]).toEqual({
      field: "acme.v1.LoginRequest.hidden",
      number: 6,
      type: "string",
      verdict: "secret",
      rule: "field option csi.v1.csi_secret",
      file: "acme/login.proto",
      line: 13,
    });
  });
});

describe("audit --markdown", () => {
  it("makes no link, image, mention or tag of a reason", async () => {
    const bad = folder.write(
      "bad.txt",
      "acme.v1.LoginRequest.labels # @all <img src=x> ![a](https://x.y) `code` [l](javascript:1) | a | \\\n",
    );
    const { stdout } = await cli(["audit", "--proto", protos, "--allow", bad, "--markdown"]);
    const line = stdout.split("\n").find((one) => one.includes("src=x")) ?? "";
    expect(line).toContain(
      "@&#8203;all \\<img src=x\\> \\!\\[a\\](https:&#8203;//x.y) \\`code\\` \\[l\\](javascript:1) \\| a \\| \\\\ |",
    );
  });
});

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function sha256Of(path: string): string {
  return execFileSync("sha256sum", [path], { encoding: "utf8" }).slice(0, 64);
}
