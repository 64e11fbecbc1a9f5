import { readFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "semver";
import { describe, expect, it } from "vitest";
import { repository } from "./pack.js";

interface Engines {
  readonly engines?: { readonly node?: string };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(repository, name), "utf8")) as T; // formats of npm
}

const OLDEST = "20.19.0";
const lock = read<{ readonly packages: Readonly<Record<string, Engines & { readonly resolved?: string }>> }>(
  "package-lock.json",
);

describe("what npm ci installs", () => {
  it("runs on the oldest Node that the package supports", () => {
    expect(read<Engines>("package.json").engines?.node).toBe(`>=${OLDEST.replace(/\.0$/, "")}`);
    const unfit = Object.entries(lock.packages)
      .filter(([, { engines }]) => engines?.node !== undefined && !satisfies(OLDEST, engines.node))
      .map(([name, { engines }]) => `${name} needs Node ${engines?.node}`);
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(unfit).toEqual([]);
  });

  it("comes from the registry that npm is configured for", () => {
    const bound = Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(bound).toEqual([]);
  });
});
