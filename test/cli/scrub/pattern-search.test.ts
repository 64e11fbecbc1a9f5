import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFinders } from "../../../src/logfiles/finders.js";
import { mergedBeginnings, patternBeginnings } from "../../../src/logfiles/pattern-beginnings.js";
import { PatternSearch } from "../../../src/logfiles/pattern-search.js";
import { TextWindow } from "../../../src/logfiles/text-window.js";
import { runs } from "../../runs.js";

const KEYS = ["adminKey", "pw", "x", "é", "größe", "a.b-c", "a\\b"];
const PATTERNS = [...new Set(createFinders(KEYS).map(({ pattern }) => pattern))];
const WITHOUT_KEYS = [...new Set(createFinders([]).map(({ pattern }) => pattern))];

/** The offsets of all matches, also of those that overlap, as a global regular expression finds them. */
function slowly(patterns: readonly string[], text: string): readonly number[] {
  const pattern = new RegExp(patterns.join("|"), "g");
  const offsets: number[] = [];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    offsets.push(match.index);
    pattern.lastIndex = match.index + 1;
  }
  return offsets;
}

function searched(patterns: readonly string[], window: TextWindow): readonly number[] {
  const search = new PatternSearch(patterns);
  const offsets: number[] = [];
  for (let at = search.next(window, 0); at !== undefined; at = search.next(window, at + 1)) offsets.push(at);
  return offsets;
}

/** A text that a pattern matches, or the beginning or end of one. */
const piece = fc
  .constantFrom(...PATTERNS)
  .chain((pattern) => fc.stringMatching(new RegExp(`^(?:${pattern})$`)))
  .chain((match) =>
    fc.oneof(
      fc.constant(match),
      fc.nat(match.length).map((length) => match.slice(0, length)),
      fc.nat(match.length).map((length) => match.slice(length)),
    ),
  );
const filler = fc.constantFrom("", " ", "a", "\0", "\n", '"', "ÿ", "x".repeat(40));
const text = fc.array(fc.oneof(piece, filler), { maxLength: 30 }).map((pieces) => pieces.join(""));

describe("PatternSearch", () => {
  it.each([
    ["the patterns of finders", WITHOUT_KEYS],
    ["those of keys, too", PATTERNS],
    ["a key of one letter", ["[xX]"]],
  ])("finds all that a regular expression finds, with %s", (_, patterns) => {
    fc.assert(
      fc.property(text, fc.nat(3), (log, offset) => {
        // Buffers may begin at any address.
        const bytes = Buffer.from(`${"-".repeat(offset)}${log}`, "latin1").subarray(offset);
        const found = searched(patterns, new TextWindow(bytes, true));
        expect(found).toEqual(expect.arrayContaining([...slowly(patterns, log)]));
      }),
      { numRuns: runs(300) },
    );
  });

  it("finds nothing else than beginnings of matches", () => {
    const beginnings = patternBeginnings(WITHOUT_KEYS.join("|"));
    // Each has a bit of its own.
    expect(mergedBeginnings(beginnings).length).toBeLessThanOrEqual(32);
    fc.assert(
      fc.property(text, (log) => {
        const found = searched(WITHOUT_KEYS, new TextWindow(Buffer.from(log, "latin1"), true));
        const isBegun = (offset: number): boolean =>
          beginnings.some((places) =>
            places.every((characters, place) => characters.includes(log.charAt(offset + place))),
          );
        expect(found.filter((offset) => !isBegun(offset))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it("finds a match at the very end of a window, at any offset", () => {
    for (let length = 3; length < 24; length++) {
      const window = new TextWindow(Buffer.from("://".padStart(length, "a")), false);
      expect(searched(WITHOUT_KEYS, window)).toContain(length - 3);
    }
  });
});

describe("patternBeginnings", () => {
  it("reads groups, lists and what may be repeated", () => {
    expect(patternBeginnings("a(?:b|[cC]d?)e")).toEqual([
      ["a", "b", "e"],
      ["a", "cC", "d", "e"],
      ["a", "cC", "e"],
    ]);
    expect(patternBeginnings("a\\[*b+c")).toEqual([
      ["a", "["],
      ["a", "b"],
    ]);
  });

  it("has a beginning for every match of a finder", () => {
    const match = fc
      .constantFrom(...PATTERNS)
      .chain((pattern) => fc.tuple(fc.constant(pattern), fc.stringMatching(new RegExp(`^(?:${pattern})$`))));
    fc.assert(
      fc.property(match, ([pattern, matched]) => {
        const isBegun = patternBeginnings(pattern).some((beginning) =>
          beginning.every((characters, place) => characters.includes(matched.charAt(place))),
        );
        expect(isBegun).toBe(true);
      }),
      { numRuns: runs(300) },
    );
  });

  it("are one if they differ in one place", () => {
    expect(mergedBeginnings(patternBeginnings("a[bc]|a[de]|bf|abc"))).toEqual([
      ["a", "debc"],
      ["b", "f"],
      ["a", "b", "c"],
    ]);
  });

  it.each(["a.b", "\\d", "[a-c]", "[^a]", "a{2}", "^a", "(?=a)b"])("refuses %s", (pattern) => {
    expect(() => patternBeginnings(pattern)).toThrow(SyntaxError);
  });
});
