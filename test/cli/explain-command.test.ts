import { afterEach, describe, expect, it, vi } from "vitest";
import { LOGIN, protoFolder } from "./audit/proto-folder.js";
import { cli, expectClear } from "./run-cli.js";

const folder = protoFolder();
const login = folder.write("login.proto", LOGIN);
const loops = folder.write(
  "loops.proto",
  `syntax = "proto3"; package l.v1;
message A { B b = 1; A self = 2; map<string, B> more = 3; C hidden = 4 [debug_redact = true]; Empty empty = 5; }
message B { A a = 1; string pin = 2 [debug_redact = true]; }
message C { string text = 1; }
message Empty {}`,
);

afterEach(() => vi.unstubAllEnvs());

describe("explain", () => {
  it("prints fields as a tree, with verdict, rule, and file and line", async () => {
    const { status, stdout } = await cli([
      "explain",
      "acme.v1.LoginRequest",
      "--proto",
      login,
      "--map-key",
      "labels=pin",
    ]);
    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "acme.v1.LoginRequest",
      "├─ user           string                      open    login.proto:8",
      '├─ password       string                      open ?  likely secret: its name speaks of "password"  login.proto:8',
      '├─ recovery_code  string                      open ?  likely secret: its name speaks of "recovery code"  login.proto:10',
      '├─ blob           bytes                       open ?  possible secret: its name speaks of "blob"  login.proto:10',
      '├─ labels         map<string, string>         keyed   map keys of labels: "pin"  login.proto:11',
      "├─ hidden         string                      secret  field option csi.v1.csi_secret  login.proto:13",
      "└─ inner          acme.v1.LoginRequest.Inner  open    login.proto:15",
      '   ├─ api_key     string                      open ?  likely secret: its name speaks of "api key"  login.proto:14',
      "   ├─ kind        acme.v1.LoginRequest.Kind   open    login.proto:14",
      "   └─ count       int32                       open    login.proto:14",
      "",
    ]);
  });

  it("shows types that contain each other once, and nothing in a secret field", async () => {
    const { stdout } = await cli(["explain", "l.v1.A", "--proto", loops]);
    const names = [...stdout.matchAll(/^(.*)[├└]─ (\w+).*?(\(see above\))?(?: {2}\S+)?$/gm)];
    expect(names.map(([, branch, name, note = ""]) => `${branch}${name}${note}`)).toEqual([
      "b",
      "│  a(see above)",
      "│  pin",
      "self(see above)",
      "more(see above)",
      "hidden",
      "empty",
    ]);
    expect(stdout).toMatch(/^│ {2}└─ pin .* secret {2}field option debug_redact/m);
    expect(stdout).not.toContain("text");
    expect((await cli(["explain", "l.v1.Empty", "--proto", loops])).stdout).toBe(
      "l.v1.Empty\n└─ (no fields)\n",
    );
  });

  it("prints JSON", async () => {
    const { stdout } = await cli(["explain", "l.v1.A", "--proto", loops, "--json"]);
    const lines: readonly { readonly field: string }[] = JSON.parse(stdout);
    expect(lines.map(({ field }) => field)).toEqual([
      ...[
        "l.v1.A.b",
        "l.v1.A.self",
        "l.v1.A.more",
        "l.v1.A.hidden",
        "l.v1.A.empty",
        "l.v1.B.a",
        "l.v1.B.pin",
      ],
    ]);
    expect(lines.at(-1)).toEqual({
      field: "l.v1.B.pin",
      type: "string",
      verdict: "secret",
      rule: "field option debug_redact",
      file: "loops.proto",
      line: 3,
    });
  });

  it("is coloured if FORCE_COLOR says so, and never if NO_COLOR is set", async () => {
    const args = ["explain", "l.v1.B", "--proto", loops];
    vi.stubEnv("NO_COLOR", "");
    vi.stubEnv("FORCE_COLOR", "1");
    expect((await cli(args)).stdout).toContain("\x1b[32msecret\x1b[39m");
    vi.stubEnv("NO_COLOR", "1");
    expect((await cli(args)).stdout).not.toContain("\x1b");
    vi.stubEnv("NO_COLOR", "");
    for (const off of ["", "0", "false"]) {
      vi.stubEnv("FORCE_COLOR", off);
      expect((await cli(args)).stdout).not.toContain("\x1b");
    }
  });

  it("refuses a type that it does not know, with the nearest name, and a rule that matches nothing", async () => {
    const run = await cli(["explain", "csi.v1.CreateVolumRequest"]);
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expectClear(
      run,
      /^protosanitizer: explain: no type csi\.v1\.CreateVolumRequest; did you mean csi\.v1\.CreateVolumeRequest\?\n$/,
    );
    expect((await cli(["explain", "csi.v1.Volume", "--field", "a.b"])).status).toBe(2);
    expect((await cli(["explain"])).status).toBe(2);
  });
});
