// What has to hold for the site that was built.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { gzipSync } from "node:zlib";

/**
 * Links to pages, files and places in pages that are not there.
 *
 * @param {string} site the folder of the site
 * @returns {readonly string[]}
 */
export function brokenLinks(site) {
  const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".html"),
  );
  /** @type {ReadonlyMap<string, string>} */
  const texts = new Map(pages.map((page) => [page, readFileSync(`${site}/${page}`, "utf8")]));
  return pages.flatMap((page) =>
    linksOf(texts.get(page) ?? "")
      .filter((link) => {
        const [path = "", anchor = ""] = link.split("#");
        const target = path === "" ? page : pathOf(page, path);
        const text = texts.get(target);
        if (text === undefined) return !existsSync(`${site}/${target}`);
        return anchor !== "" && !text.includes(`id="${decodeURIComponent(anchor)}"`);
      })
      .map((link) => `${page}: ${link}`),
  );
}

/**
 * The bytes that a browser loads for a page, compressed.
 *
 * @param {string} site
 * @param {string} page
 */
export function firstPageSize(site, page) {
  const text = readFileSync(`${site}/${page}`, "utf8");
  const files = linksOf(text.replace(/<a [^>]*>/g, "")).map((link) => pathOf(page, link));
  /** @type {Set<string>} */
  const loaded = new Set([page, ...files.filter((file) => existsSync(`${site}/${file}`))]);
  // What a module imports at its top. What it imports later is loaded when it is used.
  for (const file of loaded) {
    if (!file.endsWith(".js")) continue;
    const code = readFileSync(`${site}/${file}`, "utf8");
    for (const [, target = ""] of code.matchAll(/(?:\bfrom|\bimport)"(\.[^"]+)"/g)) {
      loaded.add(posix.join(dirname(file), target));
    }
  }
  return [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(`${site}/${file}`)).length, 0);
}

/**
 * Links and sources of a page, but for those to other hosts and in it.
 *
 * @param {string} html
 */
function linksOf(html) {
  const all = [...html.matchAll(/<[a-z][^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, link = ""]) => link);
  return all.filter((link) => link !== "" && !/^(?:[a-z]+:|\/\/)/i.test(link));
}

/**
 * @param {string} page
 * @param {string} path as it stands in the page
 */
function pathOf(page, path) {
  const absolute = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(page), path);
  return absolute === "" || absolute.endsWith("/") ? `${absolute}index.html` : absolute;
}
