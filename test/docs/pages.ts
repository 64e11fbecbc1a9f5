import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../package/pack.js";

/** A block of code in a page. */
export interface Block {
  readonly page: string;
  /** The line of its first line, from 1. */
  readonly line: number;
  /** What stands behind the fence: a language, and words that say what becomes of the block. */
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
  /** What the block prints: the block of the language `text` behind it, or behind the commands that run it. */
  readonly output: string | undefined;
}

/** All documents that users read, by their paths from the top: the README and the pages of docs/. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !/^(?:\.vitepress|reference)\//.test(name))
    .map((name) => `docs/${name}`)
    .sort(),
];

/** The text of a page. */
export function textOf(page: string): string {
  return readFileSync(join(repository, page), "utf8");
}

/** The blocks of code of a page. */
export function blocksOf(page: string): readonly Block[] {
  const text = textOf(page);
  const found = [...text.matchAll(/^```(\S+)(?: +([^\n]*))?\n(.*?)^```$/gms)];
  return found.map(([, language = "", words = "", code = ""], index) => {
    const start = found[index]?.index ?? 0;
    const next = found.slice(index + 1).find(([, other]) => language === "sh" || other !== "sh");
    return {
      page,
      line: text.slice(0, start).split("\n").length + 1,
      language,
      words: words.split(" ").filter((word) => word !== ""),
      text: code,
      output: next?.[1] === "text" ? next[3] : undefined,
    };
  });
}

/** The blocks of code of all pages. */
export const blocks: readonly Block[] = pages.flatMap(blocksOf);
