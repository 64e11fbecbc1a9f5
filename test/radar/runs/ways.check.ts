import { describe, expect, it } from "vitest";
import { placeOf, radarRun } from "../radar-run.js";

const LEAKY = "test/radar/runs/leaky.mjs";
const at = (way: string): string => placeOf(LEAKY, `// (${way})`);
const leaky = (way: string, args: readonly string[] = []) =>
  radarRun([process.execPath, LEAKY, way], { args });

describe("a secret that escapes", () => {
  it.each([
    ["async", "stdout", at("async"), 1],
    ["spawnSync", "stdout", at("spawnSync"), 1],
    ["execSync", "stderr", at("execSync"), 1],
    ["piped", "stdout", at("piped"), 1],
    ["argv", "argv", at("argv"), 1],
    ["argvSync", "argv", at("argvSync"), 1],
    ["short", "unhandled rejection", at("short"), 1],
    ["kill", "stdout", at("kill"), 1],
    ["exit", "stdout", at("exit"), 1],
    ["later", "stdout", at("later"), 1],
    ["end", "stdout", at("end"), 1],
    ["descriptor", "stderr", at("descriptor"), 1],
    ["warning", "process warning", at("warning"), 1],
    ["split", "stdout", at("split"), 1],
    ["envless", "stdout", "[eval]:1", 1],
    ["envlessWorker", "stdout", at("envlessWorker"), 1],
  ])("is found once: %s", async (way, sink, place, status) => {
    const run = await leaky(way);
    expect(run.leaks.map((leak) => [leak.sink, `${leak.file}:${leak.line}`, leak.count])).toEqual([
      [sink, place, 1],
    ]);
    expect(run.status).toBe(status);
  });

  it.each(["follows", "followsSync"])(
    "of a child is found, and nothing it prints is lost, if the program ends with the child: %s",
    async (way) => {
      const { leaks, stdout } = await leaky(way);
      expect(stdout.split("\n").slice(-4)).toEqual(["49999", "50000", "kH7xQm2vZpW4tR9y", ""]);
      expect(leaks.map((leak) => [leak.sink, `${leak.file}:${leak.line}`])).toEqual([["stdout", at(way)]]);
    },
  );

  it("keeps no program waiting for one that its child has left behind", async () => {
    const { leaks, stdout } = await leaky("daemon");
    expect(stdout).toMatch(/^kH7xQm2vZpW4tR9y\n\d+\nexit 0\nclose 0\n$/);
    process.kill(Number(stdout.split("\n")[1]));
    expect(leaks).toHaveLength(1);
  });

  it.each(["data", "environment", "unprinted"])("is no leak as long as nobody prints it: %s", async (way) => {
    const { leaks, status } = await leaky(way);
    expect({ leaks, status }).toEqual({ leaks: [], status: 0 });
  });

  it.each([
    "async",
    "spawnSync",
    "execSync",
    "piped",
    "later",
    "descriptor",
    "warning",
    "envless",
    "envlessWorker",
  ])("is replaced with --scrub, and reported all the same: %s", async (way) => {
    const run = await leaky(way, ["--scrub"]);
    expect(run.stdout + run.stderr).toContain("***stripped***");
    expect(run.stdout + run.stderr).not.toContain("kH7xQm2vZpW4tR9y");
    expect(run.status).toBe(1);
  });
});
