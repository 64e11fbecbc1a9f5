import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { cli, expectClear } from "./run-cli.js";

const SET = new URL("../gen/descriptor-set.binpb", import.meta.url);
const POLICY = `
fields: [{ field: probe.v1.Leaf.open, class: pii }]
mapKeys: [{ field: volume_context, keys: [password, /token$/i] }]
json: [{ field: probe.v1.Scalars.f_string, keys: [apiKey] }]
classes: { pii: size }
audiences: { support: { pii: show } }
`;

const folder = mkdtempSync(join(tmpdir(), "protosanitizer-policy-"));
const path = (name: string): string => join(folder, name);
const write = (name: string, text: string | Uint8Array): string => {
  writeFileSync(path(name), text);
  return path(name);
};

beforeAll(() => {
  write("policy.yaml", POLICY);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const TYPES = ["--descriptor-set", write("types.binpb", probeTypes())];

/** The descriptors without files whose types these tests do not name: each run of a command decodes all of them. */
function probeTypes(): Uint8Array {
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(SET));
  set.file = set.file.filter(
    ({ name }) => !/^(acme|editions|legacy|groups|option|vault|well_known)/.test(name),
  );
  return toBinary(FileDescriptorSetSchema, set);
}

/** What `strip` prints of a message of a type. */
async function strip(type: string, json: object, ...args: readonly string[]): Promise<unknown> {
  const run = await cli(["strip", "--type", type, "--json", ...TYPES, ...args], JSON.stringify(json));
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout);
}

const LEAF = "probe.v1.Leaf";
const stripLeaf = (...args: readonly string[]): Promise<unknown> => strip(LEAF, { open: "abcdef" }, ...args);

describe("strip --policy", () => {
  it("takes the rules, classes and audiences of the file", async () => {
    const file = ["--policy", path("policy.yaml")];
    expect(await stripLeaf(...file)).toEqual({ open: "***stripped, 6 bytes***" });
    expect(await stripLeaf(...file, "--audience", "support")).toEqual({ open: "abcdef" });
    expect(
      await strip("probe.v1.Maps", { volumeContext: { password: "x", "a-token": "y", b: "z" } }, ...file),
    ).toEqual({ volume_context: { password: STRIPPED, "a-token": STRIPPED, b: "z" } });
    expect(await strip("probe.v1.Scalars", { fString: '{"apiKey":1,"a":2}' }, ...file)).toEqual({
      f_string: `{"apiKey":"${STRIPPED}","a":2}`,
    });
  });

  it("lets the environment, and after it the command line, set the action of a class", async () => {
    const file = ["--policy", path("policy.yaml")];
    vi.stubEnv("PROTOSANITIZER_CLASS_PII", "strip");
    expect(await stripLeaf(...file)).toEqual({ open: STRIPPED });
    expect(await stripLeaf(...file, "--audience", "support")).toEqual({ open: STRIPPED });
    expect(await stripLeaf(...file, "--class", "pii=omit", "secret=size")).toEqual({});
    // Without a file, there are no classes that it could mean.
    expect(await stripLeaf()).toEqual({ open: "abcdef" });
  });

  it("of a variable that is wrong, names the variable and not its value", async () => {
    vi.stubEnv("PROTOSANITIZER_CLASS_PII", "hunter2");
    const run = await cli(
      ["strip", "--type", LEAF, "--json", ...TYPES, "--policy", path("policy.yaml")],
      "{}",
    );
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expectClear(run, /^protosanitizer: PROTOSANITIZER_CLASS_PII: is none of strip, omit, size/);
    expect(run.stderr).not.toContain("hunter2");
  });
});

describe("strip --key-file", () => {
  it("makes the pseudonyms of a class", async () => {
    const key = write("key", "0123456789abcdef0123456789abcdef");
    const args = [
      "--policy",
      path("policy.yaml"),
      "--class",
      "pii=pseudonym",
      "--key-file",
      key,
      "--key-id",
      "k7",
    ];
    const printed = await strip(LEAF, { open: "ann.lee@example.com" }, ...args);
    expect(printed).toEqual({ open: expect.stringMatching(/^\*\*\*k7:[0-9a-f]{12}\*\*\*$/) });
    const known = await cli(["pseudonym", "--key-file", key, "--key-id", "k7"], "ann.lee@example.com");
    expect(printed).toEqual({ open: known.stdout.trim() });
  });

  it("is needed for them", async () => {
    const run = await cli(
      [
        "strip",
        "--type",
        LEAF,
        "--json",
        ...TYPES,
        "--policy",
        path("policy.yaml"),
        "--class",
        "pii=pseudonym",
      ],
      "{}",
    );
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toContain('classes: "pii": needs the option --key-file');
  });
});

describe("options beside the file", () => {
  it("--json-key hides values in JSON", async () => {
    expect(
      await strip("probe.v1.Scalars", { fString: '{"pin":1}' }, "--json-key", "f_string=/^PIN$/i"),
    ).toEqual({
      f_string: `{"pin":"${STRIPPED}"}`,
    });
  });

  it("--unlisted hides what nothing names, and --open shows it again", async () => {
    expect(await stripLeaf("--unlisted", "secret")).toEqual({ open: STRIPPED });
    expect(await stripLeaf("--unlisted", "secret", "--open", "probe.v1.Leaf.open")).toEqual({
      open: "abcdef",
    });
    expect(await stripLeaf("--unlisted", "secret", "--open", "/^probe\\.v1\\.Leaf\\./")).toEqual({
      open: "abcdef",
    });
    expect(await stripLeaf("--unlisted", "new", "--class", "new=omit")).toEqual({});
  });
});

describe("audit --policy", () => {
  const verdictOf = async (...args: readonly string[]): Promise<object | undefined> => {
    const run = await cli(["audit", "--json", ...TYPES, "--policy", path("policy.yaml"), ...args]);
    expect(run.stderr).toBe("");
    const report = JSON.parse(run.stdout) as {
      readonly types: readonly { readonly fields: readonly { readonly field: string }[] }[];
    };
    return report.types.flatMap(({ fields }) => fields).find(({ field }) => field === "probe.v1.Leaf.open");
  };

  it("lists verdicts as the file has them, for an audience", async () => {
    expect(await verdictOf()).toMatchObject({ verdict: "secret", rule: "field probe.v1.Leaf.open" });
    expect(await verdictOf("--class", "pii=pseudonym")).toMatchObject({ verdict: "secret" });
    expect(await verdictOf("--audience", "support")).toMatchObject({ verdict: "open" });
  });

  it("has another digest of the policy for another audience", async () => {
    const digest = async (...args: readonly string[]): Promise<string | undefined> => {
      const run = await cli(["audit", "--json", ...TYPES, "--policy", path("policy.yaml"), ...args]);
      return /"policy":\s*\{\s*"sha256":\s*"(\w+)"/.exec(run.stdout)?.[1];
    };
    const digests = [
      await digest(),
      await digest("--audience", "support"),
      await digest("--class", "pii=omit"),
    ];
    expect(new Set(digests).size).toBe(3);
    expect(digests).not.toContain(undefined);
  });
});

describe("scrub --policy", () => {
  it("searches the names in the file, and says that it cannot search patterns", async () => {
    const log = (value: string): string => `apiKey=${value}\npassword: "${value}"\nopen=${value}\nother=g\n`;
    const run = await cli(["scrub", "--policy", path("policy.yaml")], log("abc"));
    expect(run.stdout).toBe(log(STRIPPED));
    expect(run.stderr).toContain("policy.yaml: 1 patterns are not searched, because a log has no types");
  });
});

describe("what is wrong is one line of standard error", () => {
  const wrong: readonly (readonly [text: string, problem: string])[] = [
    ["fields: [3]", "policy.yaml: line 1: fields[0]: is neither a text nor a mapping"],
    [
      "fields: [probe.v1.Leaf.opn]",
      'fields: "probe.v1.Leaf.opn": no such field in the given schemas; did you mean',
    ],
    ["", "policy.yaml: is empty"],
  ];
  it.each(wrong)("%j", async (text, problem) => {
    const file = write("wrong-policy.yaml", text);
    for (const command of [["audit"], ["strip", "--type", LEAF, "--json"]]) {
      const run = await cli([...command, ...TYPES, "--policy", file], "{}");
      expect(run).toMatchObject({ status: 2, stdout: "" });
      expectClear(run, /^protosanitizer: [^\n]*\n$/);
      expect(run.stderr).toContain(problem);
    }
  });

  it.each([
    [["--policy", "no-such-file.yaml"], 3, "no-such-file.yaml: no such file or directory"],
    [["--policy", "-"], 2, "--policy needs the name of a file"],
    [["--class", "pii"], 2, "--class: expected NAME=ACTION, such as pii=strip"],
    [["--class", "pii=hunter2"], 2, "--class pii: is none of strip, omit"],
    [["--class", "secret=show"], 2, "--class secret: class secret cannot be shown"],
    [["--class", "pii=strip"], 2, 'classes: "pii": no rule has this class'],
    [["--audience", "support"], 2, 'for("support"): no such audience'],
    [["--open", "/(/"], 2, "--open: /(/ is not a regular expression"],
    [["--json-key", "f_string"], 2, "--json-key f_string: expected FIELD=KEY"],
  ])("%j", async (args, status, problem) => {
    for (const command of [["audit"], ["strip", "--type", LEAF, "--json"]]) {
      const run = await cli([...command, ...TYPES, ...args], "{}");
      expect(run).toMatchObject({ status, stdout: "" });
      expect(run.stderr).toContain(problem);
      expect(run.stderr).not.toContain("hunter2");
    }
  });

  it("a file that is not in UTF-8", async () => {
    const run = await cli(["audit", "--policy", write("bytes.yaml", Uint8Array.of(0xff, 0xfe, 0))]);
    expect(run.stderr).toContain("bytes.yaml: is not in UTF-8");
  });
});
