import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../package/pack.js";
import { pages } from "./pages.js";

/** Pages of the site that are no files of docs/. */
const OTHER = ["/security", "/bench", "/changelog", "/tests", "/contributing", "/releasing"];

describe("the side of the site", () => {
  it("names each page once, and no other", () => {
    const sidebar = readFileSync(join(repository, "docs/.vitepress/sidebar.mjs"), "utf8");
    const linked = [...sidebar.matchAll(/page\("[^"]+", "([^"]+)"\)/g)].map(([, link = ""]) => link);
    const files = pages.filter((page) => page.startsWith("docs/") && page !== "docs/index.md");
    const addresses = files.map((page) => page.replace(/^docs/, "").replace(/index\.md$|\.md$/, ""));
    expect(linked.sort()).toEqual([...addresses, ...OTHER].sort());
  });
});
