// Stops a release that is not ready (npm's `prepublishOnly`): see RELEASING.md.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
/** @type {{ version: string, repository?: unknown }} */
const manifest = JSON.parse(readFileSync(`${repository}package.json`, "utf8"));
const changelog = readFileSync(`${repository}CHANGELOG.md`, "utf8");

const problems = [];
if (manifest.repository === undefined) {
  problems.push(
    'package.json has no "repository": npm resolves the links and pictures of the README against it, and checks it for provenance',
  );
}
if (!changelog.split("\n").includes(`## ${manifest.version}`)) {
  problems.push(`CHANGELOG.md has no section "## ${manifest.version}"`);
}
const tag = process.env["GITHUB_REF_TYPE"] === "tag" ? process.env["GITHUB_REF_NAME"] : undefined;
if (tag !== undefined && tag !== `v${manifest.version}`) {
  problems.push(`the tag is ${tag}, and the version in package.json is ${manifest.version}`);
}

for (const problem of problems) console.error(`not ready for release: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
