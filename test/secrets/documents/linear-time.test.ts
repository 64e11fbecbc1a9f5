import { describe, expect, it } from "vitest";
import { takeApart } from "../../../src/scrub/documents/take-apart.js";
import { charactersLookedAt } from "./counted-characters.js";
import { PIECES } from "./hostile-pieces.js";

/** Characters of the shortest text. It is twice as long as the longest value, up to which each key reads on. */
const SHORTEST = 8_000;

describe("a secret that repeats one piece many times", () => {
  it.each(PIECES)("is taken apart in linear time, into few parts: %j", (piece) => {
    const [once = 0, twice = 0, fourTimes = 0] = [1, 2, 4].map((factor) => {
      const text = piece.repeat((factor * SHORTEST) / piece.length);
      let parts: readonly string[] = [];
      const count = charactersLookedAt(() => {
        parts = takeApart(text);
      });
      expect(parts.length).toBeLessThanOrEqual(512);
      return count;
    });
    // Quadratic work would be 4 and 16 times as much.
    expect(twice).toBeLessThan(2.7 * once + 1000);
    expect(fourTimes).toBeLessThan(5.8 * once + 1000);
  });
});
