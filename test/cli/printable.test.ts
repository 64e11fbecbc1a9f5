import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printable, printableJson } from "../../src/cli/printable.js";
import { anyCharacter } from "../any-text.js";
import { runs } from "../runs.js";
import { cli } from "./run-cli.js";

/** Whatever a terminal could take for a command or a line end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const NAME = "gone\nnothing found: all clean\u001b[2J\u009b31m\u202e\u2028\r";

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "printable-test-"));
});

afterAll(() => rmSync(directory, { recursive: true }));

describe("a text from outside", () => {
  it("is on one line and has no control characters, and is unchanged if it had none", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(HARMFUL);
        expect(shown).not.toContain("\n");
        expect(JSON.parse(printableJson({ text }))).toEqual({ text });
        expect(printableJson({ text })).not.toMatch(HARMFUL);
      }),
      { numRuns: runs(1000) },
    );
    expect(printable("/var/log/csi ä.log")).toBe("/var/log/csi ä.log");
    expect(printable("a\nb\u001b[2J")).toBe("a\\nb\\x1b[2J");
  });
});

describe("no command prints names from outside raw", () => {
  it.each([
    ["scrub", NAME],
    ["scrub", "--in-place", NAME],
    ["check", NAME],
    ["audit", "--proto", NAME],
    ["audit", "--proto", ".", "--import-path", NAME],
    ["audit", "--descriptor-set", NAME],
    ["audit", "--allow", NAME],
    ["audit", "--field", NAME],
    ["audit", "--field-option", NAME],
    ["audit", "--map-key", NAME],
    ["audit", "--map-key", "volume_context=/(\u001b[2J/"],
    ["strip", "--json", "--type", NAME],
    ["strip", "--json", "--type", "csi.v1.Volume", "--format", NAME],
    ["check", "--kubernetes", NAME, "-"],
    [NAME],
    [`--${NAME}`],
    ["scrub", `--keys${NAME}=hunter2`],
    ["demo", NAME],
  ])("%j", async (...args) => {
    const run = await cli(args, "a: 1");
    expect(run.status).toBeGreaterThan(1);
    expect(run.stdout + run.stderr).not.toMatch(HARMFUL);
    expect(run.stderr).not.toContain("\nnothing found");
    expect(run.stderr).not.toContain("hunter2");
  });

  it("nor names of files that are fine", async () => {
    const manifest = join(directory, `a${NAME}.yaml`);
    writeFileSync(
      manifest,
      "apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: { name: a }\nspec: { tokenRequests: 1 }\n",
    );
    const log = join(directory, `b${NAME}.log`);
    writeFileSync(log, 'secrets:<key:"a" value:"b" >');
    for (const args of [
      ["check", manifest],
      ["check", "--json", manifest],
      ["scrub", "--check", log],
    ]) {
      const run = await cli(args);
      expect(run.stdout + run.stderr).not.toMatch(HARMFUL);
      expect(run.stdout + run.stderr).not.toContain("\nnothing found");
    }
  });

  it("nor names inside of schemas", async () => {
    const file = join(directory, "root.json");
    const fields = {
      [`password_${NAME}`]: { type: "string", id: 1 },
      [`x${NAME}`]: { type: "int32", id: 2 },
    };
    writeFileSync(file, JSON.stringify({ nested: { [`M${NAME}`]: { fields } } }));
    for (const format of [[], ["--json"], ["--markdown"]]) {
      const run = await cli(["audit", "--strict", "--proto", file, ...format]);
      expect(run.status).toBe(1);
      expect(run.stdout + run.stderr).not.toMatch(HARMFUL);
      expect(run.stdout + run.stderr).not.toContain("\nnothing found");
    }
    const strip = await cli(["strip", "--binary", "--type", `M${NAME}`, "--proto", file]);
    expect(strip.stdout + strip.stderr).not.toMatch(HARMFUL);
    expect(strip.stderr).toMatch(/^protosanitizer: no input, which is a Mgone\\nnothing/);
  });
});
