import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { SecretIndex } from "../../src/scrub/index/secret-index.js";
import { runs } from "../runs.js";

const word = fc.stringMatching(/^[A-Za-z0-9_-]{12,80}$/);

describe("a word that is secret", () => {
  it("is found where all of it stands, and not where its beginning or its end is missing", () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 3 }), (value, cut) => {
        const index = new SecretIndex();
        index.add([value]);
        // What the word holds, as text in base64, is found by itself.
        fc.pre(index.size === 1);
        for (const part of [value.slice(cut), value.slice(0, -cut)]) {
          expect(index.scrub(part)).toBe(part);
          expect(index.scrub(`${part} ${value}`)).toBe(`${part} ${STRIPPED}`);
          expect(index.scrub(`${value} ${part}`)).toBe(`${STRIPPED} ${part}`);
        }
      }),
      { numRuns: runs(500) },
    );
  });
});
