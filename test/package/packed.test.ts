import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSync } from "@grpc/proto-loader";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closureOf, subpaths } from "./modules.js";
import { type Installed, installPacked, repository } from "./pack.js";

describe("the packed package", () => {
  let installed: Installed;
  beforeAll(async () => {
    installed = await installPacked();
  });
  afterAll(() => installed.remove());

  function run(command: string, ...args: string[]): string {
    return execFileSync(command, args, { cwd: installed.folder, encoding: "utf8" });
  }

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

  it("lends csi.proto to tools that load .proto files", () => {
    const shown = readFileSync(join(repository, "proto/csi/v1/csi.proto"), "utf8");
    const required = `process.stdout.write(require.resolve("protosanitizer/csi.proto"))`;
    const resolved = `process.stdout.write(import.meta.resolve("protosanitizer/csi.proto"))`;
    const ofRequire = run(process.execPath, "--input-type=commonjs", "-e", required);
    const ofImport = fileURLToPath(run(process.execPath, "--input-type=module", "-e", resolved));
    for (const path of [ofRequire, ofImport]) expect(readFileSync(path, "utf8")).toBe(shown);
    // The imports of csi.proto are well-known types, which every loader brings.
    expect(loadSync(ofRequire)["csi.v1.NodePublishVolumeRequest"]).toBeDefined();
  });

  it("passes the checks that every other runtime is put through", () => {
    const checks = join(repository, "test/runtimes/checks");
    cpSync(checks, join(installed.folder, "checks"), { recursive: true });
    expect(run(process.execPath, "checks/print.mjs")).toMatch(/^\d+ checks passed\n$/);
  });

  it("imports nothing of Node, except in the command line, in the radar and for loggers of Node, and makes no code at run time", () => {
    const root = join(installed.folder, "node_modules/protosanitizer");
    const { modules } = subpaths(root);
    const needsNode = /^dist\/(console|grpc|radar|winston)\//;
    const core = closureOf(
      root,
      modules.filter((file) => !needsNode.test(file)),
    );
    expect(core.size).toBeGreaterThan(modules.length);
    for (const file of core) {
      const text = readFileSync(join(root, file), "utf8");
      // What may be missing may be asked for.
      const code = text.replace(
        /\/\*[\s\S]*?\*\/|\/\/.*$|(?:const|var) \{ Buffer: ofNode \} = globalThis;/gm,
        "",
      );
      expect(code, file).not.toMatch(/from "node:|require\(|\bBuffer\b|\bprocess\.|new Function|\beval\(/);
    }
  });

  it("has the names of its classes, which errors and util.inspect show", async () => {
    const { modules } = subpaths(join(installed.folder, "node_modules/protosanitizer"));
    const imports = modules.map((file) => `await import("./node_modules/protosanitizer/${file}")`);
    const script = `
      const all = [${imports.join(", ")}].flatMap((module) => Object.entries(module));
      const classes = all.filter(([name, value]) => typeof value === "function" && /^[A-Z]/.test(name));
      console.log(classes.length > 3, classes.map(([name, value]) => [name, value.name]).filter(([a, b]) => a !== b));`;
    expect(run(process.execPath, "--input-type=module", "-e", script)).toBe("true []\n");
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
