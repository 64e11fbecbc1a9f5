import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repository } from "./pack.js";

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const folder = join(repository, ".github/workflows");
const workflows = new Map(
  readdirSync(folder).map((name): [string, Workflow] => [
    name,
    parse(readFileSync(join(folder, name), "utf8")) as Workflow, // GitHub's format, as far as it is used here
  ]),
);
const steps = [...workflows.values()].flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));

function matrix(name: string): readonly string[] | undefined {
  const jobs = Object.values(workflows.get("ci.yml")?.jobs ?? {});
  return jobs
    .map(({ strategy }) => strategy?.matrix[name]?.map(String))
    .find((values) => values !== undefined);
}

describe("the workflows", () => {
  it("run the test suite on every Node that is supported, and the checks in every runtime", () => {
    const runtimes = readFileSync(join(repository, "test/runtimes/runtimes.mjs"), "utf8");
    const nodes = [...runtimes.matchAll(/^ {2}node\("(\d+)"\)/gm)].map(([, major]) => major);
    const others = [...runtimes.matchAll(/^ {4}(?:\.\.\.fromNpm\(|name: )"(\w+)"/gm)].map(([, name]) => name);
    expect(others.length).toBe(4);
    expect(matrix("node")).toEqual(nodes);
    expect(matrix("runtime")).toEqual([...nodes.map((major) => `node${major}`), ...others]);
  });

  it("run nothing that .ci/run does not, but the publishing", () => {
    const ci = readFileSync(join(repository, ".ci/run"), "utf8");
    const commands = steps.flatMap(({ run }) => (run?.startsWith("npm ") ? [run.replace(/ -- .*/, "")] : []));
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) expect(ci).toContain(command);
  });

  it("pin actions by their major version", () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(4);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });

  it("publish with provenance", () => {
    const publish = workflows.get("release.yml")?.jobs["publish"];
    expect(publish?.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(publish?.steps.some(({ run }) => run?.includes("npm publish --provenance"))).toBe(true);
  });
});
