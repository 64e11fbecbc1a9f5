import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dangerOf } from "../../src/policy-file/safe-pattern.js";

describe("patterns that may take very long are refused", () => {
  it.each([
    "(a+)+",
    "(a*)*b",
    "(a|a)*",
    "(?:a|b)+",
    "(?<n>a+){2}",
    "((a?))*",
    "(?i:a+)+",
    "(a+)\\1",
    "(?<n>a)\\k<n>",
    ".*.*.*x",
    "a?".repeat(30) + "a".repeat(30),
    "(?=(a+))*",
    "(?:a{1,9}){9}",
    "([)]+[(]*)+",
    "(\\)+)+",
    "a{1,500}b{1,500}c{1,500}",
  ])("%.40s", (pattern) => {
    expect(dangerOf(pattern)).toBeDefined();
  });

  it.each([
    "token$",
    "^(?:pass(?:word|wd)?|token|secret|api[_-]?key)$",
    "^x-.*-token.*",
    "(?:ab)*",
    "[(+*]+",
    "\\(a+\\)+",
    "(?:\\d{4}){4}",
    "[a-z]{1,63}",
    "\\.(?:secrets|credentials)$",
    Array.from({ length: 100 }, (_, index) => `key${index}`).join("|"),
  ])("but not %.40s", (pattern) => {
    expect(dangerOf(pattern)).toBeUndefined();
  });

  it("and any text at all gets an answer", () => {
    const text = fc
      .array(fc.constantFrom(..."()[]{}|*+?\\^$.,:=!<>0123ak"))
      .map((characters) => characters.join(""));
    fc.assert(
      fc.property(text, (pattern) => {
        expect([undefined, "string"]).toContain(
          typeof (dangerOf(pattern) ?? "") === "string" ? undefined : "other",
        );
      }),
    );
  });
});
