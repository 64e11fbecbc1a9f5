import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CleanClone, npm, run } from "./clean-clone.js";

const CODE = `
  import { createSanitizer } from "protosanitizer";
  import { csiPolicy, csiRegistry } from "protosanitizer/csi";
  const sanitizer = createSanitizer({ schemas: [csiRegistry], policy: csiPolicy() });
  const request = { volume_id: "v", secrets: { password: "hunter2" } };
  console.log(sanitizer.stringify("csi.v1.NodeStageVolumeRequest", request));
`;
const PRINTED = '{"secrets":"***stripped***","volume_id":"v"}\n';

let clean: CleanClone;
beforeAll(() => {
  clean = new CleanClone();
});
afterAll(() => clean.remove());

/** A project in which the package was installed, by import, by require and by its command. */
function expectWorks(project: string): void {
  expect(run(project, process.execPath, "--input-type=module", "-e", CODE).stdout).toBe(PRINTED);
  const required = `console.log(require("protosanitizer").STRIPPED)`;
  expect(run(project, process.execPath, "--no-warnings", "-e", required).stdout).toBe("***stripped***\n");
  const command = join(project, "node_modules/.bin/protosanitizer");
  expect(run(project, command, "--help").stdout).toContain("Usage: protosanitizer");
}

describe("a clean clone", () => {
  it("is installed by npm ci without a warning, and built", () => {
    const { stdout, stderr } = npm(clean.clone, "ci");
    expect(stdout + stderr).not.toMatch(/warn/i);
    expect(existsSync(join(clean.clone, "dist/index.js"))).toBe(true);
    expect(run(clean.clone, "git", "status", "--porcelain").stdout).toBe("");
  });

  it("is not built again by a second build", () => {
    const built = join(clean.clone, "dist/.built-from");
    const marker = join(clean.clone, "dist/of-the-first-build");
    run(clean.clone, "touch", marker);
    npm(clean.clone, "run", "build");
    expect([existsSync(built), existsSync(marker)]).toEqual([true, true]);
    run(clean.clone, "git", "clean", "-fdxq", "--exclude=node_modules");
  });

  it("is packed with the build, and the tarball works where it is installed", () => {
    expect(existsSync(join(clean.clone, "dist"))).toBe(false);
    const { stdout } = npm(clean.clone, "pack", "--json", "--pack-destination", clean.folder);
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]; // npm's documented output
    const project = clean.emptyProject("of-tarball");
    npm(project, "install", join(clean.folder, filename), "@bufbuild/protobuf");
    expectWorks(project);
  });

  it("is not published before the address of its repository is decided", () => {
    npm(clean.clone, "pkg", "delete", "repository");
    expect(() => npm(clean.clone, "run", "prepublishOnly")).toThrow('package.json has no "repository"');
    npm(clean.clone, "pkg", "set", "repository=some/address");
    npm(clean.clone, "run", "prepublishOnly");
  });

  it("works as a git dependency", () => {
    const project = clean.emptyProject("of-git");
    npm(project, "install", `git+file://${clean.clone}`, "@bufbuild/protobuf");
    expectWorks(project);
    const lock = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly resolved?: string }>>; // npm's documented format
    };
    expect(lock.packages["node_modules/protosanitizer"]?.resolved).toMatch(/^git\+file:/);
  });
});
