import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findLeaks } from "../../src/demo/leak-search.js";
import { runDemo } from "../../src/demo/run-demo.js";
import { createDemoSecrets, type DemoSecret, type DemoSecrets } from "../../src/demo/secrets.js";

// The demo's own directories are made here, so that leftovers show.
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "demo-test-"));
  vi.stubEnv("TMPDIR", directory);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

interface Run {
  readonly exitCode: number;
  readonly report: string;
  readonly secrets: readonly DemoSecret[];
}

async function run(unsafe: boolean): Promise<Run> {
  const secrets = createDemoSecrets();
  let report = "";
  const output = { write: (text: string) => (report += text) };
  const exitCode = await runDemo({ unsafe, output, secrets });
  return { exitCode, report, secrets: Object.values(secrets) };
}

const known = new Map<boolean, Promise<Run>>();

/** A run that several tests look at. */
function oneRun(unsafe: boolean): Promise<Run> {
  const one = known.get(unsafe) ?? run(unsafe);
  known.set(unsafe, one);
  return one;
}

function secretsFound({ report, secrets }: Run): readonly string[] {
  return findLeaks(Buffer.from(report), secrets).map(({ secret }) => secret.name);
}

describe("the demo", () => {
  it("finds no secret in what was logged through the sanitizer", async () => {
    const { exitCode, report, secrets } = await oneRun(false);
    expect(exitCode).toBe(0);
    expect(report).toMatch(/calls +17\n/);
    // On both sides a line for each of 17 requests, 15 responses and 17 ends; three of the handler.
    expect(report).toMatch(/log lines +101\n/);
    expect(report).toMatch(new RegExp(`secrets sent +${secrets.length}\\n`));
    expect(report).toMatch(/secrets found +0 /);
    expect(report).toMatch(/sent back in errors +0\n/);
    expect(report).toContain("--unsafe");
  });

  it("shows log lines in which everything but the secrets can be read", async () => {
    const { report } = await oneRun(false);
    const lines = report.split("\n").filter((line) => line.startsWith("{"));
    const [created, withVolumeContext, withSecrets, command, failure] = lines.map((line) => JSON.parse(line));
    expect(lines).toHaveLength(5);
    expect(created).toMatchObject({
      method: "/csi.v1.Controller/CreateVolume",
      request: { name: "pvc-demo", secrets: "***stripped***" },
    });
    expect(withVolumeContext).toMatchObject({
      method: "/csi.v1.Node/NodePublishVolume",
      request: {
        publish_context: { portal: "192.0.2.10:3260", sessionKey: "***stripped***" },
        volume_capability: { mount: { mount_flags: ["noatime", "***stripped***"] } },
        volume_context: {
          "csi.storage.k8s.io/pod.name": "checkout-0",
          "csi.storage.k8s.io/serviceAccount.tokens": "***stripped***",
          "demo.csi.example/accessKey": "***stripped***",
        },
      },
    });
    expect(withSecrets).toMatchObject({
      method: "/csi.v1.Node/NodePublishVolume",
      request: { secrets: "***stripped***" },
    });
    expect(command.msg).toMatch(/^running iscsiadm .* -v '\*\*\*stripped\*\*\*'$/);
    expect(failure).toMatchObject({ side: "client", statusName: "INTERNAL" });
    expect(failure.statusMessage).toMatch(/^iscsiadm .* -v '\*\*\*stripped\*\*\*': exit status 15/);
  });

  it("without the sanitizer, finds every secret that was sent, and names its field", async () => {
    const { exitCode, report, secrets } = await oneRun(true);
    const rowOf = (name: string) => report.split("\n").find((line) => line.startsWith(`  ${name}  `));
    expect(exitCode).toBe(1);
    expect(report).toMatch(new RegExp(`secrets found +${secrets.length} `));
    expect(report).toMatch(/sent back in errors +1 +CHAP password\n/);
    for (const { name } of secrets) expect(rowOf(name)).toMatch(/ \w+ (request|response)\.\w/);
    expect(rowOf("CHAP password")).toContain(`NodeStageVolume request.secrets["node.session.auth.password"]`);
    expect(rowOf("volume access key")).toContain(
      `CreateVolume response.volume.volume_context["demo.csi.example/accessKey"]`,
    );
  });

  it.each([false, true])("prints no secret itself (unsafe: %s)", async (unsafe) => {
    expect(secretsFound(await oneRun(unsafe))).toEqual([]);
  });

  it("sends other secrets in every run", () => {
    const values = (secrets: DemoSecrets) => Object.values(secrets).map(({ value }: DemoSecret) => value);
    const both = [...values(createDemoSecrets()), ...values(createDemoSecrets())];
    expect(new Set(both).size).toBe(both.length);
  });
});

describe("after the demo", () => {
  it("nothing is left", async () => {
    const listeners = process.listenerCount("SIGINT");
    await run(false);
    expect(readdirSync(directory)).toEqual([]);
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });

  it("nothing is left when a call fails", async () => {
    const listeners = process.listenerCount("SIGINT");
    const secrets = { ...createDemoSecrets(), attachKey: { name: "attach key", value: "", parts: [] } };
    const output = { write: () => expect.unreachable("there is nothing to report") };
    await expect(runDemo({ output, secrets })).rejects.toThrow("attachKey is missing");
    expect(readdirSync(directory)).toEqual([]);
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });

  it("nothing is left beside a temporary directory whose name is too long for a socket", async () => {
    // A path that is cut off in the middle of this name is a socket in `directory`.
    const long = join(directory, "d".repeat(100));
    mkdirSync(long);
    vi.stubEnv("TMPDIR", long);
    expect((await run(false)).exitCode).toBe(0);
    expect(readdirSync(directory)).toEqual(["d".repeat(100)]);
    expect(readdirSync(long)).toEqual([]);
  });
});

describe("the entry point", () => {
  const main = fileURLToPath(new URL("../../dist/demo/main.js", import.meta.url));

  function node(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8", timeout: 20_000 });
  }

  it.each([
    [[], 0, /^secrets found/],
    [["--unsafe"], 1, /^leaked/],
  ])("exits by what was found: %j", (args, status, line) => {
    const result = node(main, ...args);
    expect(result.stderr).toBe("");
    expect(result.status).toBe(status);
    expect(result.stdout.split("\n").map((text) => text.trim())).toContainEqual(expect.stringMatching(line));
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each(["--unknown=hunter2", "--unsafe=hunter2", "hunter2"])("refuses %s without repeating it", (arg) => {
    const result = node(main, arg);
    expect(result.status).toBe(2);
    expect(result.stdout).toBe("");
    expect(result.stderr).toMatch(/^usage: .*--unsafe.*\n$/);
  });

  it("cleans up after Ctrl-C", () => {
    const script = `
      process.on("newListener", (event) => {
        if (event === "SIGINT") setImmediate(() => process.kill(process.pid, "SIGINT"));
      });
      await import(${JSON.stringify(main)});
    `;
    const result = node("--input-type=module", "--eval", script);
    expect(result).toMatchObject({ status: 130, stdout: "", stderr: "" });
    expect(readdirSync(directory)).toEqual([]);
  });
});
