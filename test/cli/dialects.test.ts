import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DIALECT_NAMES } from "../../src/cli/schemas/named-dialect.js";
import { cli } from "./run-cli.js";

const sets = fileURLToPath(new URL("../gen/dialects/", import.meta.url));

describe("--dialect", () => {
  it.each([...DIALECT_NAMES])("%s is known by name", async (name) => {
    const set = `${sets}${name}.binpb`;
    const dialect = name === "confluent" ? "confluent=PII,PRIVATE" : name;
    const run = await cli(["audit", "--json", "--descriptor-set", set, "--dialect", dialect]);
    expect(run.stderr).toBe("");
    const report = JSON.parse(run.stdout) as { types: { fields: { field: string; verdict: string }[] }[] };
    const fields = report.types.flatMap((type) => type.fields);
    const named = fields.filter(({ field }) => /\.(open|hidden)_/.test(field));
    expect(named.length).toBeGreaterThan(2);
    for (const { field, verdict } of named)
      expect(`${field} is ${verdict}`).toMatch(/\.hidden_\w+ is secret$|\.open_\w+ is open$/);
  });

  it.each([
    ["livekid", "--dialect: there is no livekid; did you mean livekit?"],
    ["envoy=1", "--dialect: there is no envoy=1"],
    ["confluent", "--dialect confluent: expected tags, such as confluent=PII,PRIVATE"],
  ])("%s is an error", async (name, problem) => {
    const run = await cli(["audit", "--dialect", name]);
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toContain(problem);
  });

  it("is an error if no type has its options", async () => {
    const run = await cli(["audit", "--dialect", "envoy"]);
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toContain('fieldOptions: "udpa.annotations.sensitive": no such field option');
  });
});

describe("--message-option", () => {
  it("makes every field of the message, and of its type, secret", async () => {
    const args = ["--descriptor-set", `${sets}clutch.binpb`, "--message-option", "clutch.api.v1.redacted"];
    const input = JSON.stringify({ open_name: "n", hidden_token: { hidden_value: "hunter2" } });
    const run = await cli(["strip", "--json", "--type", "clutch.api.v1.Reply", ...args], input);
    expect(run).toEqual({
      status: 0,
      stdout: '{"hidden_token":"***stripped***","open_name":"n"}\n',
      stderr: "",
    });
  });
});
