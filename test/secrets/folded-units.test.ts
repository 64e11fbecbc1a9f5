import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../../src/scrub/forms/window.js";
import { foldedUnits } from "../../src/scrub/index/window-filter.js";
import { anyText } from "../any-text.js";

const texts = fc.oneof(
  anyText({ maxLength: 80 }),
  fc.string({ unit: "binary-ascii", maxLength: 80 }),
  // Lone surrogates, and one character that is not ASCII amid others.
  fc.array(fc.nat(0xffff), { maxLength: 80 }).map((codes) => String.fromCharCode(...codes)),
  fc
    .tuple(fc.nat(40_000), fc.constantFrom("", "é", "\ud800", "😀"), fc.nat(200))
    .map(([before, character, after]) => "a".repeat(before) + character + "b".repeat(after)),
);

describe("the folded code units of a text", () => {
  it("are those that its windows have, whichever characters it has and however long it is", () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 3 }), (list) => {
        for (const text of list) {
          const expected = Array.from({ length: text.length }, (_, index) => fold(text.charCodeAt(index)));
          expect(Buffer.from(expected).equals(foldedUnits(text).subarray(0, text.length))).toBe(true);
        }
      }),
    );
  });
});
