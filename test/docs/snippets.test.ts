import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, installPacked, repository } from "../package/pack.js";
import { blocks, textOf } from "./pages.js";

/** Programs that run on their own. Behind the fence may stand the name of a file; a word says that a program needs more. */
const programs = blocks
  .filter(
    ({ language, words }) => /^(?:ts|cts|cjs)$/.test(language) && words.every((word) => word.startsWith("[")),
  )
  .map((block, index) => ({
    ...block,
    name: `${block.page} line ${block.line}`,
    source: `snippet-${index}.${block.language}`,
    file: `snippet-${index}.${block.language === "ts" ? "js" : "cjs"}`,
  }));

describe("the programs of all pages, pasted into an empty folder with the packed package", () => {
  let installed: Installed;
  let printed: ReadonlyMap<string, string>;

  beforeAll(async () => {
    installed = await installPacked();
    const { folder } = installed;
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(folder, "gen"));
    // What a user would have generated from the .proto file that the pages show.
    cpSync(join(repository, "test/gen/acme"), join(folder, "gen/acme"), { recursive: true });
    cpSync(join(repository, "proto/test/acme"), join(folder, "proto/acme"), { recursive: true });
    for (const { source, text } of programs) writeFileSync(join(folder, source), text);
    const flags = [
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--types",
      "node",
      "--skipLibCheck",
    ];
    const sources = programs.map(({ source }) => source).filter((source) => source.endsWith("ts"));
    const tsc = join(repository, "node_modules/.bin/tsc");
    // The errors of the compiler stand in its output.
    const compiled = spawnSync(tsc, [...flags, "--experimentalDecorators", ...sources], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(
      compiled.stdout.replace(/^snippet-(\d+)\.c?ts/gm, (_, index) => programs[Number(index)]?.name ?? ""),
    ).toBe("");
    const runner = join(repository, "test/docs/run-snippets.mjs");
    const output = execFileSync(process.execPath, [runner, ...programs.map(({ file }) => file)], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    });
    const parts = output.split(/\n\0([^\0]+)\0/).slice(1);
    printed = new Map(
      parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""] as const] : [])),
    );
  });

  afterAll(() => installed.remove());

  it("all state their output", () => {
    expect(programs.length).toBeGreaterThan(30);
    for (const { name, output } of programs) expect(output, name).toBeDefined();
  });

  it.each(programs)("$name", ({ file, output }) => {
    expect(steady(printed.get(file) ?? "")).toBe(steady(output ?? ""));
  });

  it("say in the text which file to write, because the name behind a fence is not shown", () => {
    const files = blocks.flatMap(({ page, line, words }) => {
      const [, file] = /^\[(.+)\]$/.exec(words[0] ?? "") ?? [];
      return file === undefined ? [] : [{ page, line, file }];
    });
    expect(files.length).toBeGreaterThan(10);
    const silent = files.filter(({ page, line, file }) => {
      // The fence, an empty line, and the text before.
      const before = textOf(page)
        .split("\n")
        .slice(Math.max(0, line - 8), line - 1);
      return !before.join("\n").includes(`\`${file}\``);
    });
    expect(silent).toEqual([]);
  });

  it("show the .proto file that they use", () => {
    const login = readFileSync(join(repository, "proto/test/acme/v1/login.proto"), "utf8");
    const shown = blocks.filter(
      ({ language, text }) => language === "proto" && text.includes("message Login {"),
    );
    expect(shown.map(({ page }) => page)).toEqual(["README.md", "docs/own-types.md"]);
    for (const { text } of shown) expect(text).toBe(login);
  });
});

/** An output without what is another one in each run: durations, ports and versions. */
function steady(text: string): string {
  return text
    .replace(/("duration":|duration: )[\d.]+/g, "$10")
    .replace(/(127\.0\.0\.1:)\d+/g, "$10")
    .replace(/(grpc-node-js|connect-es)\/[\d.]+/g, "$1")
    .trimEnd();
}
