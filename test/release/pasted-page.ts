import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { blocksOf, textOf } from "../docs/pages.js";
import { repository } from "../package/pack.js";
import { type CleanClone, npm } from "./clean-clone.js";

/** The tarball of the package, in the folder of a clone. */
export function packInto({ folder }: CleanClone): string {
  const { stdout } = npm(repository, "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]; // npm's documented output
  return join(folder, filename);
}

/** Writes the files of a section of a page, and what protoc-gen-es makes of the .proto file that all pages use. */
export function pasteSection(page: string, heading: string, project: string): void {
  const lines = textOf(page).split("\n");
  const first = lines.indexOf(heading);
  if (first < 0) throw new Error(`${page} has no ${heading}`);
  const next = lines.findIndex((line, index) => index > first && /^##? /.test(line));
  for (const { line, words, text } of blocksOf(page)) {
    const [, file] = /^\[(.+)\]$/.exec(words[0] ?? "") ?? [];
    if (file === undefined || line <= first || (next >= 0 && line > next)) continue;
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  cpSync(join(repository, "test/gen/acme"), join(project, "gen/acme"), { recursive: true });
}
