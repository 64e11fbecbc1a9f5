import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const BUILD = fileURLToPath(new URL("build.mjs", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "no-go-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the build of the Go programs where nothing but one folder is searched for Go. */
function build() {
  return spawnSync(process.execPath, [BUILD], { encoding: "utf8", env: { PATH: folder } });
}

it("test:go says what it needs where there is no Go", () => {
  const { status, stderr } = build();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^test:go needs Go 1\.\d+ or later, .*: there is no Go on this machine\n$/);
});

it("test:go says what it needs where Go is too old", () => {
  const go = join(folder, "go");
  writeFileSync(go, "#!/bin/sh\necho go1.20.1\n");
  chmodSync(go, 0o755);
  const { status, stderr } = build();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^test:go needs Go 1\.\d+ or later, .*: this machine has go1\.20\.1\n$/);
});
