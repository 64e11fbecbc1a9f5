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
    const subpaths = [
      "csi",
      "connect",
      "console",
      "grpc",
      "kubernetes",
      "opentelemetry",
      "pino",
      "testing",
      "winston",
    ];
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
    const needsNode = /^dist\/(cli|console|demo|grpc|logfiles|winston)\//;
    const core = shipped().filter((file) => /^dist\/.*\.js$/.test(file) && !needsNode.test(file));
    expect(core.length).toBeGreaterThan(30);
    for (const file of core) {
      const text = readFileSync(join(installed.folder, "node_modules/protosanitizer", file), "utf8");
      // What may be missing may be asked for.
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|const \{ Buffer: ofNode \} = globalThis;/gm, "");
      expect(code, file).not.toMatch(/from "node:|require\(|\bBuffer\b|\bprocess\.|new Function|\beval\(/);
    }
  });

  it("prints in a runtime that has nothing of Node", () => {
    const code = `
      const log = console.log;
      const node = process;
      delete globalThis.Buffer;
      delete globalThis.process;
      const { createCsiSanitizer } = await import("protosanitizer/csi");
      const sanitizer = createCsiSanitizer();
      const type = "csi.v1.NodePublishVolumeRequest";
      const bytes = Uint8Array.of(10, 20, ...new TextEncoder().encode("volume-é-0123456789"), 58, 4, 10, 2, 107, 107);
      globalThis.process = node;
      log(sanitizer.stringifyBinary(type, bytes), sanitizer.stringify(type, { volume_id: "v", secrets: { a: "b" } }));`;
    expect(run(process.execPath, "--input-type=module", "-e", code)).toBe(
      '{"secrets":"***stripped***","volume_id":"volume-é-0123456789"} {"secrets":"***stripped***","volume_id":"v"}\n',
    );
  });
});
