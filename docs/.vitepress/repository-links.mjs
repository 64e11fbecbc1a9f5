// Documents link to each other by their paths in the repository, so that links work there and in the package, too.
// On the site some of them are elsewhere, and source files are not there at all.

import { existsSync, statSync } from "node:fs";
import { posix, relative, sep } from "node:path";

/**
 * A plugin for markdown-it: turns links to files of the repository into links to pages.
 *
 * @param {import("vitepress").MarkdownRenderer} md
 * @param {{ repository: string, otherPages: Readonly<Record<string, string>> }} options
 */
export function repositoryLinks(md, { repository, otherPages }) {
  md.core.ruler.push("repository links", (state) => {
    /** @type {string | undefined} */
    const file = state.env.realPath ?? state.env.path;
    if (file === undefined) return;
    const folder = posix.dirname(relative(repository, file).split(sep).join("/"));
    for (const { children } of state.tokens) {
      let dropped = 0;
      for (const token of children ?? []) {
        if (token.type === "link_close" && dropped > 0) {
          dropped -= 1;
          token.tag = "span";
        }
        if (token.type !== "link_open") continue;
        const href = token.attrGet("href") ?? "";
        if (/^([a-z]+:|#|\/)/i.test(href)) continue;
        const page = pageOf(repository, otherPages, folder, href);
        if (page !== undefined) token.attrSet("href", page);
        else {
          // A file that is not on the site: its name is all there is to show.
          dropped += 1;
          token.tag = "span";
          token.attrs = [];
          token.type = "file_open";
        }
      }
    }
  });
}

/**
 * @param {string} repository
 * @param {Readonly<Record<string, string>>} otherPages
 * @param {string} folder of the document, from the top
 * @param {string} href
 * @returns {string | undefined} undefined if the site has no page for a file that exists
 */
function pageOf(repository, otherPages, folder, href) {
  const [path = "", hash] = href.split("#");
  let target = posix.normalize(posix.join(folder, path));
  const anchor = hash === undefined ? "" : `#${hash}`;
  const other = otherPages[target];
  if (other !== undefined) return `/${other}${anchor}`;
  if (existsSync(repository + target) && statSync(repository + target).isDirectory()) target += "/index.md";
  if (target.startsWith("docs/") && target.endsWith(".md"))
    return `/${target.slice("docs/".length)}${anchor}`;
  if (target === "README.md") return "/index.md";
  // What does not exist stays, and VitePress reports it.
  return existsSync(repository + target) ? undefined : href;
}
