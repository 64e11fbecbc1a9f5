// Builds the site of the documents into docs/.vitepress/dist (`npm run docs`): the reference from the doc comments, the pages by
// VitePress, and then checks what was built. Nothing is loaded from a network.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildPlayground } from "../playground/build.mjs";
import { writeReference } from "./docs/reference.mjs";
import { brokenLinks, firstPageSize } from "./docs/site-checks.mjs";

/** What the browser loads for the first page, compressed. */
const MAX_FIRST_PAGE = 300_000;

const repository = fileURLToPath(new URL("..", import.meta.url));
const site = `${repository}docs/.vitepress/dist`;

await writeReference(repository, `${repository}docs/reference`);
const vitepress = fileURLToPath(new URL("../node_modules/vitepress/bin/vitepress.js", import.meta.url));
execFileSync(process.execPath, [vitepress, "build", "docs"], { cwd: repository, stdio: "inherit" });

await buildPlayground(`${site}/playground/index.html`);

const broken = brokenLinks(site);
for (const link of broken) console.error(`broken link: ${link}`);
const size = firstPageSize(site, "index.html");
console.log(
  `first page: ${size.toLocaleString("en")} bytes compressed, at most ${MAX_FIRST_PAGE.toLocaleString("en")}`,
);
if (broken.length > 0 || size > MAX_FIRST_PAGE) process.exitCode = 1;
