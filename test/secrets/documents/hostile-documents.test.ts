import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CollectedSecrets } from "../../../src/scrub/collected-secrets.js";
import { FoundParts } from "../../../src/scrub/documents/found-parts.js";
import { takeApart } from "../../../src/scrub/documents/take-apart.js";
import { runs } from "../../runs.js";

/** Pieces of all formats. A text of one piece, many times, is what makes naive parsers slow. */
const PIECES = [
  "[",
  '{"a":',
  "a=b=",
  "password=",
  "password=a,,b;c&",
  ",,",
  "password='",
  'password="\\',
  'k="',
  "a:",
  "-----BEGIN ",
  "-----END A-----",
  "@",
  "//a:b@",
  '\\"',
  '\\"password\\":\\"',
  "%25",
  "%7B",
  "eyJ",
  "\ud83d",
  "\udc00",
  "password:\n ",
  "tokens: [",
  "key = |\n",
  '""',
  "YWFh",
  "AbC1",
  "--password ",
  "<password>",
  "=",
  "\\",
  "'",
  " \t",
  "\n",
  "https://u:p@h",
  "\0",
  "é",
];

describe("a hostile text", () => {
  it("is held and scrubbed without an error", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary" })), { maxLength: 200 }),
        (pieces) => {
          const scope = new CollectedSecrets([pieces.join("")]);
          expect(typeof scope.scrub(pieces.slice(0, 20).join(""))).toBe("string");
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  it.each(PIECES)("of %j many times is read in proportion to its length, and has few parts", (piece) => {
    const readOf = (length: number): number => {
      const text = piece.repeat(length / piece.length);
      const parts = new FoundParts(0);
      const before = parts.left;
      const counted = new FoundParts(length);
      expect(takeApart(text, counted).length).toBeLessThanOrEqual(512);
      return before + 16 * length - counted.left;
    };
    for (const length of [5_000, 10_000, 20_000])
      expect(readOf(length)).toBeLessThanOrEqual(65_536 + 16 * length);
  });

  it("of deep JSON is read, and a password in it is found", () => {
    const deep = `${'{"a":'.repeat(5000)}{"password":"hunter2"}${"}".repeat(5000)}`;
    expect(new CollectedSecrets([deep]).scrub("<hunter2>")).toBe("<***stripped***>");
  });
});
