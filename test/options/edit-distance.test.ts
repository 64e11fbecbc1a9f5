import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closest, distance } from "../../src/options/edit-distance.js";
import { runs } from "../runs.js";

describe("the distance of two texts", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["pasword", "password", 1],
    ["flaw", "lawn", 2],
  ])("%j and %j: %i", (from, to, expected) => {
    expect(distance(from, to)).toBe(expected);
  });

  it("is that of the definition", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    fc.assert(
      fc.property(text, text, (from, to) => {
        expect(distance(from, to)).toBe(byDefinition(from, to));
      }),
      { numRuns: runs(500) },
    );
  });
});

describe("the closest name", () => {
  it("is the first one with the least distance", () => {
    expect(closest("ab", ["xyz", "abc", "abd", "b"])).toBe("abc");
  });

  it("is none if there are no names", () => {
    expect(closest("ab", [])).toBeUndefined();
  });
});

function byDefinition(from: string, to: string): number {
  if (from === "" || to === "") return from.length + to.length;
  const isSame = from[0] === to[0];
  return Math.min(
    byDefinition(from.slice(1), to) + 1,
    byDefinition(from, to.slice(1)) + 1,
    byDefinition(from.slice(1), to.slice(1)) + (isSame ? 0 : 1),
  );
}
