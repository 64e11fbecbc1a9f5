import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocks } from "../docs/pages.js";
import { type Installed, installPacked, repository } from "../package/pack.js";
import { CleanClone, npm, run } from "./clean-clone.js";

const FLAGS = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck"];

let installed: Installed;
let clean: CleanClone;
beforeAll(async () => {
  installed = await installPacked();
  clean = new CleanClone();
  writeFileSync(join(installed.folder, "package.json"), '{ "type": "module" }');
  mkdirSync(join(installed.folder, "gen"));
  cpSync(join(repository, "test/gen/acme"), join(installed.folder, "gen/acme"), { recursive: true });
});
afterAll(() => {
  installed.remove();
  clean.remove();
});

/** A version of the compiler. */
function compiler(version: string): string {
  const folder = clean.emptyProject(`typescript-${version}`);
  npm(folder, "install", `typescript@~${version}`);
  return join(folder, "node_modules/typescript/bin/tsc");
}

describe("the oldest TypeScript", () => {
  it("5.0 compiles all programs of the pages", () => {
    const programs = blocks.filter(
      ({ language, words }) => language === "ts" && words.every((word) => word.startsWith("[")),
    );
    const files = programs.map(({ text }, index) => {
      writeFileSync(join(installed.folder, `program-${index}.ts`), text);
      return `program-${index}.ts`;
    });
    expect(files.length).toBeGreaterThan(30);
    const flags = [...FLAGS, "--experimentalDecorators", "--types", "node"];
    run(installed.folder, process.execPath, compiler("5.0"), ...flags, ...files);
  });

  it("5.8 compiles imports of a CommonJS module", () => {
    const [program] = blocks.filter(({ language }) => language === "cts");
    writeFileSync(join(installed.folder, "program.cts"), program?.text ?? "none");
    run(installed.folder, process.execPath, compiler("5.8"), ...FLAGS, "--types", "node", "program.cts");
  });
});
