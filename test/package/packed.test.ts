import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, installPacked, repository } from "./pack.js";

describe("the packed package", () => {
  let installed: Installed;
  beforeAll(() => {
    installed = installPacked();
  });
  afterAll(() => installed.remove());

  function run(command: string, ...args: string[]): string {
    return execFileSync(command, args, { cwd: installed.folder, encoding: "utf8" });
  }

  function shipped(): string[] {
    return readdirSync(join(installed.folder, "node_modules/protosanitizer"), {
      recursive: true,
      encoding: "utf8",
    }).sort();
  }

  it("is well made in the eyes of publint", () => {
    const report = run(join(repository, "node_modules/.bin/publint"), "run", installed.tarball, "--strict");
    expect(report).toContain("All good!");
  });

  it("has types that resolve wherever ES modules do", () => {
    const bin = join(repository, "node_modules/.bin/attw");
    // Exits with an error if a resolution that is not ignored has a problem.
    const report = run(bin, installed.tarball, "--profile", "esm-only", "--no-color");
    const subpaths = ["csi", "console", "opentelemetry", "pino", "testing", "winston"];
    for (const name of ["protosanitizer", ...subpaths.map((subpath) => `protosanitizer/${subpath}`)]) {
      expect(report).toContain(`"${name}"

node16 (from ESM): 🟢 (ESM)
bundler: 🟢`);
    }
  });

  it("is imported", () => {
    const code = `
      import { createSanitizer, STRIPPED } from "protosanitizer";
      import { stripSecrets } from "protosanitizer/csi";
      import { messageArbitrary } from "protosanitizer/testing";
      console.log(String(stripSecrets(null)), createSanitizer().stringify(1), STRIPPED, typeof messageArbitrary);
    `;
    expect(run(process.execPath, "--input-type=module", "-e", code)).toBe("null 1 ***stripped*** function\n");
  });

  it("is required, on Node versions that can require ES modules", () => {
    const code = `console.log(String(require("protosanitizer/csi").stripSecrets(null)))`;
    expect(run(process.execPath, "--no-warnings", "-e", code)).toBe("null\n");
  });

  it("ships neither tests nor anything that is not built or documented", () => {
    const top = new Set(shipped().map((file) => file.split("/")[0]));
    expect([...top]).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "dist",
      "package.json",
      "proto",
    ]);
    expect(shipped().filter((file) => /test/.test(file) && !/^dist\/testing/.test(file))).toEqual([]);
  });

  it("imports nothing of Node outside the command line and what loggers of Node need, and makes no code at run time", () => {
    const needsNode = /^dist\/(cli|console|winston)\//;
    const core = shipped().filter((file) => /^dist\/.*\.js$/.test(file) && !needsNode.test(file));
    expect(core.length).toBeGreaterThan(30);
    for (const file of core) {
      const text = readFileSync(join(installed.folder, "node_modules/protosanitizer", file), "utf8");
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      // What only Node has may be asked for, where there is a way to do without it.
      const asked = code.replace(/const \{ Buffer \} = globalThis;|\bBuffer\?\./g, "");
      expect(asked, file).not.toMatch(/from "node:|require\(|\bBuffer\b|\bprocess\.|new Function|\beval\(/);
    }
  });

  it("works without what only Node has", () => {
    const code = `
      delete globalThis.Buffer;
      delete globalThis.process;
      const { createCsiSanitizer } = await import("protosanitizer/csi");
      const id = new TextEncoder().encode("volume \\u00e9\\u{1f600} of many letters");
      console.log(createCsiSanitizer().stringifyBinary("csi.v1.Volume", Uint8Array.of(18, id.length, ...id)));
    `;
    expect(run(process.execPath, "--input-type=module", "-e", code)).toBe(
      '{"volume_id":"volume \u00e9\u{1f600} of many letters"}\n',
    );
  });
});
