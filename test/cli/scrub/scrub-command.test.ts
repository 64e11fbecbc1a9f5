import { once } from "node:events";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli, startCli } from "../run-cli.js";

const LEAK = 'I0102 03:04:05.678901 1 a.go:1] req: secrets:<key:"password" value:"hunter2" > \r\n';
const CLEAN = LEAK.replace("hunter2", "***stripped***");
const OTHER = "I0102 03:04:05.678901 1 a.go:2] nothing here\n";

let directory: string;
let log: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "scrub-test-"));
  log = join(directory, "driver.log");
});

afterEach(() => rmSync(directory, { recursive: true }));

describe("scrub", () => {
  it("passes files on one after the other, and sums each up", async () => {
    writeFileSync(log, LEAK + OTHER);
    const other = join(directory, "other.log");
    writeFileSync(other, OTHER);
    const run = await cli(["scrub", log, "-", other], LEAK);
    expect(run).toEqual({
      status: 0,
      stdout: CLEAN + OTHER + CLEAN + OTHER,
      stderr: `${log}: replaced values in secrets: 1\nstandard input: replaced values in secrets: 1\n${other}: nothing found\n`,
    });
  });

  it("goes on with other files when one cannot be read", async () => {
    writeFileSync(log, LEAK);
    const run = await cli(["scrub", "/no/such/file", log]);
    expect(run.status).toBe(3);
    expect(run.stdout).toBe(CLEAN);
  });

  it("--check writes nothing, and says by its code whether something leaked", async () => {
    const [leak, clean] = await Promise.all([
      cli(["scrub", "--check"], LEAK),
      cli(["scrub", "--check"], CLEAN),
    ]);
    expect(leak).toEqual({ status: 1, stdout: "", stderr: "standard input: found values in secrets: 1\n" });
    expect(clean).toEqual({ status: 0, stdout: "", stderr: "standard input: nothing found\n" });
  });

  it("--json sums up for machines, --key adds keys", async () => {
    const run = await cli(["scrub", "--json", "--key", "password", "--key", "pin"], 'password=x "pin":1234');
    expect(run.stdout).toBe('password=***stripped*** "pin":"***stripped***"');
    expect(JSON.parse(run.stderr)).toEqual({
      input: "standard input",
      findings: { "values of password": 1, "values of pin": 1 },
      notes: [],
    });
  });

  it("passes a line on as soon as it is complete", async () => {
    const child = startCli(["scrub"]);
    const logfmt = 'time=1 secrets="hunter2"\n';
    child.stdin?.write(OTHER + LEAK + logfmt);
    let text = "";
    const expected = OTHER + CLEAN + logfmt.replace("hunter2", "***stripped***");
    while (text.length < expected.length) {
      const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer]; // documented argument of the event
      text += chunk.toString();
    }
    expect(text).toBe(expected);
    child.stdin?.end();
    await once(child, "close");
  });

  it("needs little memory for much log, in short lines and in one", async () => {
    const lines = Buffer.from(OTHER.repeat(1000) + LEAK);
    const line = Buffer.from(`${"x".repeat(40_000)}"secrets":{"a":"hunter2"}`);
    for (const block of [lines, line]) {
      writeFileSync(log, "");
      for (let size = 0; size < 64 * 2 ** 20; size += 32 * block.length) {
        writeFileSync(log, Buffer.concat(Array(32).fill(block)), { flag: "a" });
      }
      // Reports what the process needed at most when it ends. On Linux maxRSS counts what the parent had before the start, too.
      const probe = join(directory, "probe.mjs");
      writeFileSync(
        probe,
        `import { existsSync, readFileSync, writeFileSync } from "node:fs";
        const kilobytes = () =>
          existsSync("/proc/self/status")
            ? /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]
            : process.resourceUsage().maxRSS;
        process.on("exit", () => writeFileSync(process.env.PEAK, String(kilobytes())));`,
      );
      const peak = join(directory, "peak");
      const child = startCli(["scrub", log], { NODE_OPTIONS: `--import=${probe}`, PEAK: peak });
      child.stdout?.resume();
      child.stderr?.resume();
      const [status] = (await once(child, "close")) as [number]; // documented argument of the event
      expect(status).toBe(0);
      expect(Number(readFileSync(peak, "utf8")) / 1024).toBeLessThan(150);
    }
  });
});

describe("scrub --in-place", () => {
  it("replaces the file behind a link, keeps its mode, and leaves nothing beside it", async () => {
    const target = join(directory, "real");
    mkdirSync(target);
    const file = join(target, "driver.log");
    writeFileSync(file, LEAK + OTHER);
    chmodSync(file, 0o640);
    symlinkSync(file, log);
    const run = await cli(["scrub", "-i", log]);
    expect(run).toEqual({ status: 0, stdout: "", stderr: `${log}: replaced values in secrets: 1\n` });
    expect(readFileSync(file, "utf8")).toBe(CLEAN + OTHER);
    expect(statSync(file).mode & 0o7777).toBe(0o640);
    expect(lstatSync(log).isSymbolicLink()).toBe(true);
    expect(readdirSync(target)).toEqual(["driver.log"]);
  });

  it("leaves a file alone in which nothing is found", async () => {
    writeFileSync(log, CLEAN);
    const before = statSync(log);
    expect((await cli(["scrub", "-i", log])).stderr).toBe(`${log}: nothing found\n`);
    expect(statSync(log)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(readdirSync(directory)).toEqual(["driver.log"]);
  });

  it("says so when the file has other names, which keep the old content", async () => {
    writeFileSync(log, LEAK);
    linkSync(log, join(directory, "other-name"));
    expect((await cli(["scrub", "-i", log])).stderr).toMatch(/had other names \(hard links\)/);
  });

  it.each(["SIGKILL", "SIGTERM"] as const)(
    "leaves the file whole when %s ends it half way",
    async (signal) => {
      const content = Buffer.from((OTHER.repeat(1000) + LEAK).repeat(1000));
      writeFileSync(log, content);
      const child = startCli(["scrub", "-i", log]);
      const closed = once(child, "close");
      // The copy appears once the work has begun.
      while (readdirSync(directory).length < 2 && child.exitCode === null)
        await new Promise((go) => setTimeout(go, 1));
      child.kill(signal);
      const [status] = (await closed) as [number | null]; // documented argument of the event
      expect(readFileSync(log).equals(content)).toBe(true);
      if (signal === "SIGTERM") {
        expect(status).toBe(130);
        expect(readdirSync(directory)).toEqual(["driver.log"]);
      } else {
        expect(status).toBe(null);
      }
    },
  );
});
