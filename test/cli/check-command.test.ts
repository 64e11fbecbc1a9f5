import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli } from "./run-cli.js";

const DRIVER = `apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata:
  name: secrets.example.com
spec:
  requiresRepublish: true
  serviceAccountTokenInSecrets: true
  tokenRequests:
    - audience: vault
`;

let directory: string;
let good: string;
let bad: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "check-test-"));
  good = join(directory, "good.yaml");
  bad = join(directory, "bad.yaml");
  writeFileSync(good, DRIVER);
  writeFileSync(bad, DRIVER.replace("  serviceAccountTokenInSecrets: true\n", ""));
});

afterAll(() => rmSync(directory, { recursive: true }));

describe("check", () => {
  it("prints place, reason and fix of each finding, and fails", async () => {
    const run = await cli(["check", good, bad]);
    expect(run.status).toBe(1);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain(`${good}: nothing found\n`);
    expect(run.stdout).toMatch(
      /bad\.yaml:\d+:\d+: warning: spec\.tokenRequests: .+\n {2}.+serviceAccountTokenInSecrets/,
    );
  });

  it("tells versions of the API server and the kubelet apart", async () => {
    const [old, mixed, recent] = await Promise.all([
      cli(["check", "--kubernetes", "1.34", "-"], DRIVER),
      cli(["check", "--apiserver", "1.35", "--kubelet", "1.34", "-"], DRIVER),
      cli(["check", "--kubernetes", "1.35", "-"], DRIVER),
    ]);
    expect(old.status).toBe(1);
    expect(mixed.status).toBe(1);
    expect(mixed.stdout).not.toBe(old.stdout);
    expect(recent.status).toBe(0);
  });

  it("prints JSON, of the files that can be read", async () => {
    const run = await cli(["check", "--json", bad, "/no/such/file"]);
    expect(run.status).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject([{ file: bad, findings: [{ severity: "warning" }] }]);
  });

  it("reports a manifest without a CSIDriver, so that a wrong file does not pass", async () => {
    const run = await cli(["check", "-"], "kind: DaemonSet\n");
    expect(run).toMatchObject({ status: 0, stdout: "standard input: no CSIDriver object in it\n" });
  });

  it("says where YAML is malformed", async () => {
    const run = await cli(["check", "-"], 'a: [1\nb: "hunter2');
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/^protosanitizer: standard input: line \d+, column \d+: [^\n]+\n$/);
    expect(run.stderr).not.toContain("hunter2");
  });
});
