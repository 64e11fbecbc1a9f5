import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, installPacked, repository } from "./pack.js";

/** A snippet of the README, and what it is said to print. */
interface Snippet {
  readonly code: string;
  readonly output: string;
}

const readme = readFileSync(join(repository, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

const snippets: readonly Snippet[] = blocks.flatMap(({ language, text }, index) => {
  if (language !== "ts") return [];
  const next = blocks[index + 1];
  return [{ code: text, output: next?.language === "text" ? next.text : "" }];
});

describe("the README, followed in an empty folder with the packed package", () => {
  let installed: Installed;

  beforeAll(async () => {
    installed = await installPacked();
    writeFileSync(join(installed.folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(installed.folder, "gen"));
    // What a user would have generated from the .proto file that the README shows.
    cpSync(join(repository, "test/gen/acme"), join(installed.folder, "gen/acme"), { recursive: true });
    for (const [index, { code }] of snippets.entries()) {
      writeFileSync(join(installed.folder, `snippet-${index}.ts`), code);
    }
    const flags = ["--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
    const files = snippets.map((_, index) => `snippet-${index}.ts`);
    execFileSync(join(repository, "node_modules/.bin/tsc"), [...flags, ...files], {
      cwd: installed.folder,
      encoding: "utf8",
    });
  });

  afterAll(() => installed.remove());

  it("has snippets that all state their output", () => {
    expect(snippets.length).toBeGreaterThan(2);
    for (const { output } of snippets) expect(output).not.toBe("");
  });

  it.each(snippets.map((snippet, index) => ({ ...snippet, index })))(
    "snippet $index",
    ({ index, output }) => {
      const printed = execFileSync(process.execPath, [`snippet-${index}.js`], {
        cwd: installed.folder,
        encoding: "utf8",
      });
      expect(printed).toBe(output);
    },
  );

  it("shows the .proto file that its snippets use", () => {
    const shown = blocks.find(({ language }) => language === "proto")?.text;
    expect(shown).toBe(readFileSync(join(repository, "proto/test/acme/v1/login.proto"), "utf8"));
  });

  it("names the two commands, and CI calls the one for the tests", () => {
    expect(readme).toContain("npm ci && npm run demo");
    expect(readme).toContain("npm ci && npm test");
    expect(readFileSync(join(repository, ".ci/run"), "utf8")).toContain("npm ci && npm test");
  });
});
