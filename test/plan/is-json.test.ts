import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJson } from "../../src/plan/is-json.js";
import { runs } from "../runs.js";

/** The judge that it stands for. */
function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Pieces of JSON, good and bad ones. */
const PIECES: readonly string[] = [
  ...'{}[],:"\\/ \t\n\r\u0001\u00a0\ufeff0123-+.eEu',
  ...[
    '"a"',
    '"a":',
    '"\\u00e9"',
    '"\\u00"',
    '"\\x"',
    "true",
    "nul",
    "null",
    "1.5e+3",
    "01",
    "-",
    "{}",
    "[]",
    "\ud800",
  ],
];

describe("a text is JSON if JSON.parse takes it", () => {
  it("made of pieces of JSON", () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (given) => {
        expect(isJson(given)).toBe(parses(given));
      }),
      { numRuns: runs(5000) },
    );
  });

  it("made of values, with one character more, less or changed", () => {
    const changed = fc.tuple(fc.json(), fc.nat(), fc.nat(2), fc.constantFrom(...PIECES));
    fc.assert(
      fc.property(changed, ([json, place, cut, piece]) => {
        const at = place % (json.length + 1);
        const given = json.slice(0, at) + piece + json.slice(at + cut);
        expect([isJson(json), isJson(given)]).toEqual([true, parses(given)]);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("of any depth, and of any length", () => {
    const deep = "[".repeat(50_000);
    expect(isJson(deep + "]".repeat(50_000))).toBe(true);
    expect(isJson(deep + "]".repeat(49_999))).toBe(false);
    expect(isJson(JSON.stringify("\\\u0007é".repeat(50_000)))).toBe(true);
    expect(isJson("")).toBe(false);
  });
});
