import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, installPacked, repository } from "../package/pack.js";

describe("the packed package, in the eyes of tools that judge packages", () => {
  let installed: Installed;
  beforeAll(async () => {
    installed = await installPacked();
  });
  afterAll(() => installed.remove());

  function run(command: string, ...args: string[]): string {
    return execFileSync(command, args, { cwd: installed.folder, encoding: "utf8" });
  }

  it("is well made, says publint", () => {
    const report = run(join(repository, "node_modules/.bin/publint"), "run", installed.tarball, "--strict");
    expect(report).toContain("All good!");
  });

  it("has types that resolve wherever ES modules do", () => {
    const bin = join(repository, "node_modules/.bin/attw");
    const notModules = ["csi.proto"];
    const options = ["--profile", "esm-only", "--no-color", "--exclude-entrypoints", ...notModules];
    // Exits with an error if a resolution that is not ignored has a problem.
    const report = run(bin, installed.tarball, ...options);
    const { exports } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      readonly exports: Readonly<Record<string, unknown>>; // ours
    };
    const modules = Object.keys(exports).filter((subpath) => !/\.(json|proto)$/.test(subpath));
    expect(modules.length).toBeGreaterThan(8);
    for (const subpath of modules) {
      expect(report).toContain(`"${subpath.replace(/^\./, "protosanitizer")}"

node16 (from ESM): 🟢 (ESM)
bundler: 🟢`);
    }
  });
});
