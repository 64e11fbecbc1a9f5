import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { radarRun } from "../radar-run.js";

const LEAKY = "test/radar/runs/leaky.mjs";
const folder = mkdtempSync(join(tmpdir(), "radar-gate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the leak `end` with an allow-list. */
async function allowing(text: string): Promise<readonly [number | null, string]> {
  const path = join(folder, "allow.txt");
  writeFileSync(path, text);
  const { status, stderr } = await radarRun([process.execPath, LEAKY, "end"], { args: ["--allow", path] });
  return [status, stderr.replaceAll(path, "allow.txt").trim()];
}

describe("an allow-list", () => {
  it.each([
    "held by the program # known",
    "held by the program @ stdout # known",
    `* @ stdout @ ${LEAKY} # known`,
    `# a comment\n\nheld by the program @ * @ ${LEAKY} # known`,
  ])("names known leaks: %j", async (text) => {
    expect(await allowing(text)).toEqual([0, "leak radar: no leaks; 1 allowed"]);
  });

  it.each([
    ["held by the program @ stderr # known", 1, "leak radar: 1 leak"],
    [
      "held by the program # known\nheld by the program @ argv # gone",
      2,
      "allow.txt:2: this line allows no leak",
    ],
    ["held by the program @ stdout", 2, "allow.txt:1: expected a reason"],
    ["* # known", 2, "allow.txt:1: would allow every leak"],
    ["a @ b @ c @ d # known", 2, "allow.txt:1: expected origin @ sink @ file # reason"],
  ])("does not hide a mistake: %j", async (text, status, message) => {
    const [actual, stderr] = await allowing(text);
    expect(stderr).toContain(message);
    expect(actual).toBe(status);
  });
});

describe("the exit code", () => {
  const node = (script: string): readonly string[] => [process.execPath, "-e", script];

  it.each([
    ["nothing was held", node("0"), 3, "no secrets were held: is an interceptor installed?"],
    ["the command fails by itself", node("process.exit(5)"), 5, "no leaks"],
    ["a signal ends the command", node("process.kill(process.pid, 'SIGTERM')"), 143, "no leaks"],
    ["the command does not exist", ["no-such-command"], 2, "cannot start no-such-command"],
    ["a leak, and another code", [process.execPath, LEAKY, "exit"], 1, "the command itself ended with 7"],
  ])("tells that %s", async (_, command, status, message) => {
    const run = await radarRun(command);
    expect(run.stderr).toContain(message);
    expect(run.status).toBe(status);
  });
});
