import { describe, expect, it } from "vitest";
import { MAX_PATTERN_KEY_LENGTH } from "../../src/index.js";
import { copyPattern, keyMatcher, patternProblem } from "../../src/policy/key-matcher.js";

describe("a key is secret", () => {
  it("if it equals a text, or if any pattern or function finds it", () => {
    const matches = keyMatcher(["pin", /^token/, (key) => key === "code"]);
    expect(["pin", "token1", "code"].map(matches)).toEqual([true, true, true]);
    expect(["PIN", "pins", "a token", "codes", ""].map(matches)).toEqual([false, false, false, false, false]);
    expect(keyMatcher([])("pin")).toBe(false);
    // A pattern is no text that a key may equal.
    expect(keyMatcher(["a", /^b$/])("/^b$/")).toBe(false);
  });

  it("if a function throws, or returns anything true", () => {
    const fails = (): boolean => {
      throw new Error("x");
    };
    expect(keyMatcher([fails])("a")).toBe(true);
    expect(keyMatcher([() => "yes" as unknown as boolean])("a")).toBe(true); // a caller without types
  });

  it("if it is too long for a pattern, but not if there are only texts", () => {
    const long = "a".repeat(MAX_PATTERN_KEY_LENGTH + 1);
    expect(keyMatcher([/x/])(long)).toBe(true);
    expect(keyMatcher([/x/])(long.slice(1))).toBe(false);
    expect(keyMatcher(["x"])(long)).toBe(false);
  });

  it("is asked of a function once, until a thousand other keys came", () => {
    const asked: string[] = [];
    const matches = keyMatcher([(key) => asked.push(key) > 0 && key === "pin"]);
    expect([matches("pin"), matches("pin")]).toEqual([true, true]);
    for (let index = 0; index < 999; index++) matches(`k${index}`);
    matches("pin");
    expect(asked).toHaveLength(1000);
    matches("one more");
    matches("pin");
    expect(asked.slice(1000)).toEqual(["one more", "pin"]);
  });
});

describe("a pattern is copied", () => {
  it("without the flags with which it would continue where it stopped", () => {
    expect([/a/gi, /a/y, /a/su].map((pattern) => String(copyPattern(pattern)))).toEqual([
      "/a/i",
      "/a/",
      "/a/su",
    ]);
  });

  it.each([
    "test",
    "exec",
    "source",
    "flags",
    "global",
    "ignoreCase",
    "multiline",
    "dotAll",
    "unicode",
    "sticky",
    "hasIndices",
    Symbol.match,
  ])("unless it changes how it matches: %s", (name) => {
    const problem = `a RegExp that changes ${String(name)} cannot be copied`;
    expect(patternProblem(Object.defineProperty(/a/, name, { value: "x" }))).toBe(problem);
    class Other extends RegExp {}
    Object.defineProperty(Other.prototype, name, { value: "x" });
    expect(patternProblem(new Other("a"))).toBe(problem);
  });

  it("if it only has properties of its own, or another class", () => {
    class Named extends RegExp {
      label = "x";
    }
    for (const pattern of [/a/, new Named("a"), Object.assign(/a/, { note: "x" })])
      expect(patternProblem(pattern)).toBeUndefined();
    expect(patternProblem(Object.setPrototypeOf(/a/, null))).toContain("cannot be copied");
  });
});
