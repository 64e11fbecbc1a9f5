import { describe, expect, it } from "vitest";
import { PLANTED } from "../planted-leaks.js";
import { inShort, radarRun, STAGE } from "../radar-run.js";

const stage = (repaired: readonly string[], options = {}) =>
  radarRun([process.execPath, STAGE, ...repaired], options);

describe("planted leaks, repaired one by one", () => {
  const names = Object.keys(PLANTED);

  it.each(names.map((_, count) => names.slice(0, count)))("without %s", async (...repaired: string[]) => {
    const { leaks, status } = await stage(repaired);
    const left = Object.entries(PLANTED).flatMap(([name, leak]) => (repaired.includes(name) ? [] : [leak]));
    expect(leaks.map(inShort).sort()).toEqual(left.sort());
    expect(status).toBe(1);
  });

  it("end with 0 if all are repaired", async () => {
    const { leaks, status, stderr } = await stage(names);
    expect({ leaks, status, stderr }).toEqual({ leaks: [], status: 0, stderr: "leak radar: no leaks\n" });
  });
});

describe("two runs that differ only in secrets", () => {
  it.each(["aaaaaaaaaaaaaaaa", 'a"b\\c d%20e<é>$x`y', "line one\nline two of it", "4711047110815"])(
    "have the same reports, byte for byte: %j",
    async (secret) => {
      const [first, second] = [await stage([]), await stage([], { env: { PLANTED_PASSWORD: secret } })];
      expect(second.json).toBe(first.json);
      expect(second.sarif).toBe(first.sarif);
      expect(second.html).toBe(first.html);
    },
  );
});
