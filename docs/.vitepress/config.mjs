// The site of the documents: `npm run docs` builds it. Pages are the Markdown files of docs/, and some from the top.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { pictures } from "./pictures.mjs";
import { repositoryLinks } from "./repository-links.mjs";
import { sidebar } from "./sidebar.mjs";
import { siteLinks } from "./site-links.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Pages from outside of docs/, and where they are on the site. */
const OTHER_PAGES = {
  "SECURITY.md": "security.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing.md",
  "RELEASING.md": "releasing.md",
  "bench/README.md": "bench.md",
  "test/README.md": "tests.md",
};

export default defineConfig({
  title: "protosanitizer",
  description: "Prints protobuf messages without their secrets.",
  lang: "en",
  // No icon: browsers would ask for one.
  head: [["link", { rel: "icon", href: "data:," }]],
  srcDir: "..",
  srcExclude: [
    "README.md",
    ".*/**",
    "{src,dist,scripts,proto,node_modules,bench/.*}/**",
    "test/*/**",
    "docs/.vitepress/**",
  ],
  rewrites: { ...OTHER_PAGES, "docs/:rest*": ":rest*" },
  outDir: `${repository}docs/.vitepress/dist`,
  cacheDir: `${repository}docs/.vitepress/cache`,
  cleanUrls: false,
  // Links and pages are checked by the build: a link that leads nowhere is an error.
  ignoreDeadLinks: false,
  // The same build from the same sources.
  lastUpdated: false,
  markdown: {
    // With enough contrast for comments, too.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config(md) {
      md.use(repositoryLinks, { repository, otherPages: OTHER_PAGES });
      md.use(pictures);
      md.use(siteLinks);
    },
    languageAlias: { cjs: "javascript", cts: "typescript", prototext: "text" },
  },
  vite: {
    publicDir: `${repository}docs/public`,
    build: { chunkSizeWarningLimit: 1000 },
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/own-types", activeMatch: "^/(own-types|csi)" },
      { text: "Leaks", link: "/museum/" },
      // A page of its own, which scripts/build-docs.mjs puts beside the others.
      { text: "Playground", link: "/playground/", target: "_self" },
      { text: "Reference", link: "/reference/" },
      { text: "For reviewers", link: "/review" },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: "local" },
    docFooter: { prev: false, next: false },
  },
});
