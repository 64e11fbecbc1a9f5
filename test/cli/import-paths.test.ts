import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "./run-cli.js";

const TOKEN = "ghp_EXAMPLEEXAMPLE1234567890";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "imports-test-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Writes files, and returns the path of the folder. */
function write(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return directory;
}

function proto(packageName: string, body: string, ...imports: readonly string[]): string {
  return `syntax = "proto3";\npackage ${packageName};\n${imports.map((one) => `import ${one};\n`).join("")}${body}\n`;
}

const LOGIN = "message Login { string password = 1; }";
const OPTION = proto(
  "opt",
  "extend google.protobuf.FieldOptions { bool sensitive = 50001; }",
  '"google/protobuf/descriptor.proto"',
);

describe("an import leads to no file outside of the given folders", () => {
  it.each([
    '"../../token.txt"',
    'public "../../token.txt"',
    'weak "../../token.txt"',
    '"sub/../../../token.txt"',
    '"sub/linked.proto"',
    '"linked/token.txt"',
    '"../../token.proto"',
  ])("by %s, and the error quotes nothing of that file", async (target) => {
    write({
      "token.txt": TOKEN,
      "token.proto": proto(TOKEN, LOGIN),
      "repo/protos/a.proto": proto("evil", LOGIN, target),
      "repo/protos/sub/b.txt": "",
    });
    symlinkSync(join(directory, "token.txt"), join(directory, "repo/protos/sub/linked.proto.txt"));
    if (target.includes("linked.proto"))
      symlinkSync(join(directory, "token.txt"), join(directory, "repo/protos/sub/linked.proto"));
    symlinkSync(directory, join(directory, "repo/protos/linked"));
    for (const command of [["audit"], ["strip", "--type", "evil.Login", "--json"]]) {
      const run = await cli([...command, "--proto", join(directory, "repo/protos")], "{}");
      expect(run.status).toBe(3);
      expect(run.stderr).toContain("repo/protos/");
      expect(run.stderr).not.toContain(TOKEN);
      expect(run.stderr.split("\n")).toHaveLength(2);
    }
  });

  it("nor is a .proto file in a folder a symbolic link to one", async () => {
    write({ "token.txt": TOKEN, "protos/a.proto": proto("a", LOGIN) });
    symlinkSync(join(directory, "token.txt"), join(directory, "protos/b.proto"));
    const run = await cli(["audit", "--proto", join(directory, "protos")]);
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/protos\/b\.proto: .*symbolic link that leaves the given directories/);
    expect(run.stderr).not.toContain(TOKEN);
  });

  it("but .. and symbolic links within the folders are fine", async () => {
    write({
      "protos/a/a.proto": proto("a", "message A { b.Login login = 1; }", '"../b/b.proto"'),
      "protos/b/b.proto": proto("b", LOGIN),
      "protos/c/c.proto": proto("c", "message C { b.Login login = 1; }", '"link/b.proto"'),
    });
    symlinkSync(join(directory, "protos/b"), join(directory, "protos/link"));
    const run = await cli(["audit", "--json", "--proto", join(directory, "protos")]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
  });

  it("and a link that leads round in circles, or out of the folder, is not followed", async () => {
    write({ "protos/a.proto": proto("a", LOGIN), "other/b.proto": "syntax" });
    symlinkSync(join(directory, "protos"), join(directory, "protos/loop"));
    symlinkSync(join(directory, "other"), join(directory, "protos/other"));
    symlinkSync(join(directory, "protos/a.proto"), join(directory, "protos/same.proto"));
    const run = await cli(["audit", "--json", "--proto", join(directory, "protos")]);
    expect(JSON.parse(run.stdout)).toMatchObject({ counts: { types: 1, suspects: 1 } });
  });

  it("also if the given folder itself is a symbolic link", async () => {
    write({
      "real/a.proto": proto("a", "message A { b.Login login = 1; }", '"b.proto"'),
      "real/b.proto": proto("b", LOGIN),
    });
    symlinkSync(join(directory, "real"), join(directory, "protos"));
    expect(await cli(["audit", "--json", "--proto", join(directory, "protos")])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });
});

describe("no error quotes a .proto file", () => {
  it.each([
    TOKEN,
    `syntax = "${TOKEN}";`,
    `syntax = "proto3"; ${TOKEN}`,
    `syntax = "proto3"; message ${TOKEN} {`,
    `syntax = "proto3"; message A { ${TOKEN} a = 1; }`,
    `syntax = "proto3"; message A { string ${TOKEN} = x; }`,
    `syntax = "proto3"; message A { string ${TOKEN} = 1; string ${TOKEN} = 2; }`,
    `syntax = "proto3"; message A {} message A {} // ${TOKEN}`,
    `syntax = "proto3"; extend ${TOKEN} { string a = 1; }`,
    `syntax = "proto3"; message A { string a = 1 [default = "${TOKEN} }`,
    `syntax = "proto3"; /* ${TOKEN}`,
    `{"${TOKEN}`,
    `{"nested":{"A":{"fields":{"a":{"type":"${TOKEN}","id":"x"}}}}}`,
  ])("%s", async (text) => {
    write({ "protos/import.txt": text, "protos/a.proto": proto("a", LOGIN, '"import.txt"') });
    write({ "own/own.proto": text });
    for (const folder of ["protos", "own"]) {
      const run = await cli(["audit", "--proto", join(directory, folder)]);
      expect(run.stderr).not.toContain(TOKEN);
      expect([0, 3]).toContain(run.status);
    }
  });

  it("but it names the file and the line", async () => {
    write({
      "protos/b.txt": 'syntax = "proto3";\n\nmessage B { strin',
      "protos/a.proto": proto("a", LOGIN, '"b.txt"'),
    });
    const { stderr } = await cli(["audit", "--proto", join(directory, "protos")]);
    expect(stderr).toMatch(
      /a\.proto: protobufjs cannot compile it or an import of it: illegal .*b\.txt, line 3;/,
    );
  });
});

describe("--import-path", () => {
  const FILES = {
    "mine/a.proto": proto("m.v1", "message A { string pw = 1 [(opt.sensitive) = true]; }", '"opt.proto"'),
    "deps/opt.proto": OPTION,
    "deps/unrelated.proto": proto("un", "message Unrelated { string token = 1; }", '"nowhere.proto"'),
  };

  it.each([["--import-path"], ["-I"]])(
    "%s has files that are read only if something imports them",
    async (option) => {
      write(FILES);
      const args = [
        "--proto",
        join(directory, "mine"),
        option,
        join(directory, "deps"),
        "--field-option",
        "opt.sensitive",
      ];
      const run = await cli(["audit", "--strict", "--json", ...args]);
      expect(run).toMatchObject({ status: 0, stderr: "" });
      expect(JSON.parse(run.stdout)).toMatchObject({ types: [{ type: "m.v1.A" }], counts: { types: 1 } });
      const strip = await cli(["strip", "--type", "m.v1.A", "--json", ...args], '{"pw":"hunter2"}');
      expect(strip).toMatchObject({ status: 0, stdout: '{"pw":"***stripped***"}\n' });
    },
  );

  it("may be inside of a folder with own files", async () => {
    write({ ...FILES, "mine/third_party/dep.proto": proto("dep", "message D { string token = 1; }") });
    const args = [
      "--import-path",
      join(directory, "mine/third_party"),
      join(directory, "deps"),
      "--field-option",
      "opt.sensitive",
    ];
    const run = await cli(["audit", "--strict", "--json", "--proto", join(directory, "mine"), ...args]);
    expect(JSON.parse(run.stdout)).toMatchObject({ counts: { types: 1 } });
  });

  it("may be around own files, as protoc has it", async () => {
    write({
      "protos/acme/v1/a.proto": proto("acme.v1", "message A { acme.v2.B b = 1; }", '"acme/v2/b.proto"'),
      "protos/acme/v2/b.proto": proto("acme.v2", "message B { string note = 1; }"),
    });
    const args = ["--proto", join(directory, "protos/acme/v1"), "-I", join(directory, "protos")];
    const run = await cli(["audit", "--json", ...args]);
    expect(JSON.parse(run.stdout)).toMatchObject({ types: [{ type: "acme.v1.A" }] });
  });

  it("finds imports of Go projects, which begin with other folders", async () => {
    write({
      "mine/a.proto": proto("m.v1", "message A { opt.v1.O o = 1; }", '"github.com/acme/api/opt/o.proto"'),
      "deps/opt/o.proto": proto("opt.v1", "message O { string note = 1; }"),
    });
    const run = await cli(["audit", "--proto", join(directory, "mine"), "-I", join(directory, "deps")]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
  });

  it("makes a field of an imported type a suspect by its name, because the report does not list the type", async () => {
    write({
      "mine/a.proto": proto("m.v1", "message A { dep.Auth auth = 1; }", '"dep.proto"'),
      "deps/dep.proto": proto("dep", "message Auth { string password = 1; }"),
    });
    const run = await cli([
      "audit",
      "--json",
      "--proto",
      join(directory, "mine"),
      "-I",
      join(directory, "deps"),
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({ suspects: [{ field: "m.v1.A.auth" }] });
  });

  it.each([
    [["--import-path", "."], 2, /needs --proto/],
    [["--proto", ".", "--import-path", "/no/such/folder"], 3, /no such file or directory/],
    [["--proto", ".", "--import-path", import.meta.filename], 3, /is not a directory/],
  ])("%j is wrong", async (args, status, text) => {
    const run = await cli(["audit", ...args]);
    expect(run.status).toBe(status);
    expect(run.stderr).toMatch(text);
  });
});

describe("the protos of google/protobuf are known without @grpc/proto-loader", () => {
  it.each([
    "any",
    "api",
    "descriptor",
    "duration",
    "empty",
    "field_mask",
    "source_context",
    "struct",
    "timestamp",
    "type",
    "wrappers",
  ])("google/protobuf/%s.proto", async (name) => {
    write({
      "protos/a.proto": proto("a", "message A { string note = 1; }", `"google/protobuf/${name}.proto"`),
    });
    expect(await cli(["audit", "--proto", join(directory, "protos")])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });
});
