import { describe, expect, it } from "vitest";
import { SECRET } from "../../src/policy/classes.js";
import { describeRule, type Rule, secretBy } from "../../src/policy/verdict.js";

describe("a rule in words", () => {
  const keys = [
    "a",
    /b/i,
    function isPin(): boolean {
      return false;
    },
    () => false,
  ];

  it.each<[string, Rule]>([
    ["field option acme.secret", { kind: "field option", name: "acme.secret" }],
    ["message option acme.secret", { kind: "message option", name: "acme.secret" }],
    ["field /pin/", { kind: "field", name: "/pin/" }],
    ["suspect its name", { kind: "suspect", name: "its name" }],
    ["unlisted", { kind: "unlisted", name: "" }],
    [
      'map keys of f: "a", /b/i, isPin(), a function()',
      { kind: "map keys", field: "f", keys, isDescribed: false },
    ],
    ['JSON keys of f: "a"', { kind: "JSON keys", field: "f", keys: ["a"], isDescribed: false }],
    ['map keys of f: "a", described', { kind: "map keys", field: "f", keys: ["a"], isDescribed: true }],
  ])("%s", (words, rule) => {
    expect(describeRule(rule)).toBe(words);
  });

  it("makes a field of the class secret stripped", () => {
    const rule: Rule = { kind: "field", name: "f" };
    expect(secretBy(rule)).toEqual({
      kind: "secret",
      rule,
      className: SECRET,
      action: "strip",
      isUnreviewed: false,
    });
  });
});
