import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../package/pack.js";
import { CleanClone, npm, run } from "./clean-clone.js";
import { packInto, pasteSection } from "./pasted-page.js";

const PAGE = "docs/jest.md";
const JEST = "node_modules/jest/bin/jest.js";

let clean: CleanClone;
let tarball: string;
beforeAll(() => {
  clean = new CleanClone();
  tarball = packInto(clean);
});
afterAll(() => clean.remove());

/** A project with a section of the page, and jest. */
function projectOf(heading: string, ...packages: readonly string[]): string {
  const project = clean.emptyProject(heading.replace(/\W+/g, "-"));
  npm(project, "install", tarball, "@bufbuild/protobuf", "jest@30", ...packages);
  pasteSection(PAGE, heading, project);
  return project;
}

/** The program of Node 24, which the checks of other runtimes install. */
function node24(): string {
  const code = `
    import { installRuntimes } from "./install.mjs";
    import { RUNTIMES } from "./runtimes.mjs";
    installRuntimes(RUNTIMES);
    console.log(RUNTIMES.find(({ name }) => name === "node24").find());`;
  const folder = join(repository, "test/runtimes");
  const { stdout } = run(folder, process.execPath, "--input-type=module", "-e", code);
  return stdout.trim().split("\n").at(-1) ?? "";
}

describe("the page on jest, section by section", () => {
  it("runs tests that are ES modules", () => {
    const project = projectOf("## Tests that are ES modules");
    const { stderr } = run(project, process.execPath, "--experimental-vm-modules", JEST);
    expect(stderr).toContain("Tests:       1 passed, 1 total");
  });

  it("runs tests that are CommonJS, translated by babel, and on Node 24 as they are", () => {
    const project = projectOf("## Tests that are CommonJS", "@babel/plugin-transform-modules-commonjs@7");
    expect(run(project, process.execPath, JEST).stderr).toContain("Tests:       1 passed, 1 total");
    writeFileSync(join(project, "jest.config.cjs"), "module.exports = {};\n");
    const { stderr } = run(project, node24(), "--experimental-vm-modules", JEST);
    expect(stderr).toContain("Tests:       1 passed, 1 total");
  });

  it("runs tests in TypeScript", () => {
    const project = projectOf("## Tests in TypeScript", "@types/jest@30", "ts-jest@29", "typescript@5");
    npm(project, "pkg", "set", "type=module");
    const { stderr } = run(project, process.execPath, "--experimental-vm-modules", JEST);
    expect(stderr).toContain("Tests:       1 passed, 1 total");
  });
});
