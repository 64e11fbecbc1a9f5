import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "./pack.js";

const DOCUMENTS = [
  "docs/architecture.md",
  "docs/glossary.md",
  "CONTRIBUTING.md",
  "bench/README.md",
  "test/README.md",
];
/** Folders at the top of the repository that documents name files of. */
const TOP = /^(?:src|test|scripts|docs|bench|proto|\.ci)\//;

const sources = ["src", "test", "scripts", "bench"].flatMap((folder) =>
  readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" }).map(
    (name) => `/${folder}/${name}`,
  ),
);

describe.each(DOCUMENTS)("%s", (document) => {
  const text = readFileSync(join(repository, document), "utf8");

  it("names files and folders that exist", () => {
    const named = [...text.matchAll(/`([\w./-]+(?:\.(?:ts|mjs|md|proto)|\/))`/g)].map(
      ([, path = ""]) => path,
    );
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it("has links that work in the repository", () => {
    const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(repository, document, "..", link)))).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  const text = readFileSync(join(repository, "docs/architecture.md"), "utf8");

  it("begins with ten questions that have one place each", () => {
    const table = text.slice(text.indexOf("| question | answer |"), text.indexOf("Some neighbours"));
    const answers = [...table.matchAll(/^\| [A-Z][^|]*\? \| `(src\/[^`]+)`/gm)].map(([, path = ""]) => path);
    expect(answers).toHaveLength(10);
    expect(new Set(answers).size).toBe(10);
  });

  it("names every layer", () => {
    const layers = readdirSync(join(repository, "src"));
    const missing = layers.filter((name) => !text.includes(name.endsWith(".ts") ? name : `${name}/`));
    expect(missing.filter((name) => name !== "index.ts")).toEqual([]);
  });
});

/** Whether there is such a file: a path from the top, or the end of a path where a section says in which folder. */
function isThere(path: string): boolean {
  if (TOP.test(path) || existsSync(join(repository, path))) return existsSync(join(repository, path));
  return sources.some((source) => source.endsWith(`/${path.replace(/\/$/, "")}`));
}
