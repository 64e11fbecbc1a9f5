import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../docs/pages.js";
import { CleanClone, run } from "./clean-clone.js";
import { packInto } from "./pasted-page.js";

let clean: CleanClone;
beforeAll(() => {
  clean = new CleanClone();
});
afterAll(() => clean.remove());

describe("an empty folder, by the README alone", () => {
  it("prints the first safe line of own types", () => {
    const tarball = packInto(clean);
    const project = join(clean.folder, "empty");
    mkdirSync(project);
    const printed: string[] = [];
    const all = blocksOf("README.md");
    // Up to the section on CSI: files are written, and commands are run, in the order in which they stand there.
    for (const { language, words, text } of all.slice(
      0,
      all.findIndex(({ text }) => text.includes("protosanitizer/csi")),
    )) {
      const [, file] = /^\[(.+)\]$/.exec(words[0] ?? "") ?? [];
      if (file !== undefined) {
        mkdirSync(dirname(join(project, file)), { recursive: true });
        writeFileSync(join(project, file), text);
      } else if (language === "sh") {
        // The package is not in the registry yet: its tarball takes the place of its name.
        const commands = text.replace("install protosanitizer ", `install ${tarball} `);
        printed.push(run(project, "bash", "-ec", commands).stdout);
      }
    }
    const shown = all.find(({ words }) => words.includes("[login.ts]"))?.output ?? "none";
    expect(printed.join("")).toContain(shown);
    expect(printed.join("")).toContain("acme.v1.Login");
    expect(readFileSync(join(project, "login.ts"), "utf8")).toContain("createSanitizer");
  });
});
