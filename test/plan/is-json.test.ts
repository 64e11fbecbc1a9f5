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

/** Each of them ends, begins or goes on in another way. */
const EXAMPLES: readonly string[] = [
  ...[
    "",
    " ",
    "1",
    "1e5",
    "-1.5E+30",
    "1e-5",
    "1.",
    "01",
    "-",
    "true",
    "nul",
    "1 2",
    " \t\n\r1\r\n\t ",
    "\u00a01",
  ],
  ...['"a b"', '"a\tb"', '"a', '"\\', '"\\n"', '"\\x"', '"\\u00e9"', '"\\u00e"', '"\\x0041"', '"\\"', '""'],
  ...["[]", "[ ]", "[1,2]", "[ 1 , 2 ]", "[1,]", "[,1]", "[1 2]", "[1}", "[", "]", "[[1]", "[1]]", "[1] 2"],
  ...["{}", "{ }", '{"a":1}', '{ "a" : 1 , "b" : [] }', '{"a":1]', '{"a"}', '{"a":}', "{1:2}", '{"a":1,}'],
  ...['{"a":1,2}', '{"a', '{"a"', '{"a" 1}', "{,}", '{"a":{"b":1}', '[{"a":1},[{}],"b",null]'],
];

describe("a text is JSON if JSON.parse takes it", () => {
  it.each(EXAMPLES)("%j", (text) => {
    expect(isJson(text)).toBe(parses(text));
  });

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
