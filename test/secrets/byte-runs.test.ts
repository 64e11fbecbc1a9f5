import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ByteRun, ByteRuns } from "../../src/scrub/forms/byte-runs.js";
import { foldedUnits } from "../../src/scrub/index/window-filter.js";

interface ListedBytes {
  readonly bytes: readonly number[];
  /** What the text has from the first of the bytes to the last. */
  readonly text: string;
}

function eachRun(text: string, visit: (run: ByteRun) => void): void {
  new ByteRuns().each(text, foldedUnits(text), () => true, visit);
}

function listsIn(text: string): readonly ListedBytes[] {
  const lists: ListedBytes[] = [];
  eachRun(text, (run) => {
    const { start, end } = run.span(0, run.length);
    lists.push({ bytes: [...run.bytes.subarray(0, run.length)], text: text.slice(start, end) });
  });
  return lists;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
const joined = (write: (byte: number) => string, gap: string) => (bytes: readonly number[]) =>
  bytes.map(write).join(gap);

/** Ways to list bytes, as programs do. */
const WRITERS: readonly (readonly [name: string, write: (bytes: readonly number[]) => string])[] = [
  ["hexadecimal in one piece", joined(hex, "")],
  ["Node's Buffer", joined(hex, " ")],
  ["hexadecimal with colons", joined(hex, ":")],
  ["hexadecimal with dashes, as .NET has it", joined((byte) => hex(byte).toUpperCase(), "-")],
  ["hexadecimal with commas", joined(hex, ", ")],
  ["hexadecimal, one a line", joined(hex, "\n")],
  ["hexadecimal, one a line, in JSON", joined(hex, "\\n")],
  ["0x with commas", joined((byte) => `0x${hex(byte)}`, ", ")],
  ["Go's %#v", joined((byte) => `0x${byte.toString(16)}`, ", ")],
  ["0x with blanks, in capitals", joined((byte) => `0X${hex(byte).toUpperCase()}`, " ")],
  ["a pretty list of 0x", joined((byte) => `0x${hex(byte)}`, ",\r\n\t")],
  ["\\x", (bytes) => bytes.map((byte) => `\\x${hex(byte)}`).join("")],
  ["\\x in JSON", (bytes) => bytes.map((byte) => `\\\\x${hex(byte)}`).join("")],
  ["%", (bytes) => bytes.map((byte) => `%${hex(byte)}`).join("")],
  ["JSON of a Buffer", joined(String, ",")],
  ["Go's %v", joined(String, " ")],
  ["Python's list", joined(String, ", ")],
  ["a pretty list", joined(String, ",\n  ")],
  ["a pretty list in JSON", joined(String, ",\\n  ")],
  ["one a line", joined(String, "\n")],
  ["lines of another kind", joined(String, ",\u2028")],
  ["Java's list of signed bytes", joined((byte) => String((byte << 24) >> 24), ", ")],
  [
    "JSON of a Uint8Array",
    (bytes) =>
      bytes
        .map((byte, index) => `"${index}":${byte}`)
        .join(",")
        .slice(4),
  ],
  [
    "JSON of a Uint8Array in JSON",
    (bytes) =>
      bytes
        .map((byte, index) => `\\"${index}\\": ${byte}`)
        .join(", ")
        .slice(7),
  ],
];

const someBytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(7, 16, 104, 117)), {
  minLength: 4,
  maxLength: 9,
});

describe.each(WRITERS)("bytes as %s", (_name, write) => {
  it("are read, and it is known where they stand", () => {
    fc.assert(
      fc.property(
        someBytes,
        fc.constantFrom("", "[", "<", "x: "),
        fc.constantFrom("", "]", ">"),
        (bytes, before, after) => {
          const text = write(bytes);
          expect(listsIn(before + text + after)).toContainEqual({ bytes, text });
        },
      ),
    );
  });
});

describe("lists of bytes", () => {
  it("are found beside other text and other lists", () => {
    const write = fc.constantFrom(...WRITERS.map(([, one]) => one));
    const neighbour = fc.oneof(
      fc.tuple(write, someBytes).map(([one, bytes]) => `${one(bytes)} | `),
      fc.constantFrom(
        '{"pid":1121,"list":[',
        "2026-01-02T03:04:05 ",
        "1, 2, 3; ",
        "0x7, ",
        "% ",
        "\\",
        "facade ",
      ),
    );
    fc.assert(
      fc.property(fc.array(neighbour, { maxLength: 3 }), write, someBytes, (before, one, bytes) => {
        const text = one(bytes);
        const lists = listsIn(`${before.join("")}(${text})`);
        // A list may go on with the numbers of a neighbour.
        expect(lists.some((list) => list.text.includes(text) && endsWith(list.bytes, bytes))).toBe(true);
      }),
    );
  });

  it("are read in time that is linear in the text", () => {
    for (const part of ["1 ", "1", "a", "0x", "\\", "1,\n\\", "12:", "1\\n", '"1":', "1,".padEnd(99), "%a"]) {
      const lengths = [1000, 2000, 4000].map((count) => {
        let length = 0;
        eachRun(part.repeat(count), (run) => {
          length += run.length;
        });
        return length;
      });
      const [once = 0, twice = 0, fourTimes = 0] = lengths;
      expect(twice).toBeLessThanOrEqual(2 * once + 16);
      expect(fourTimes).toBeLessThanOrEqual(4 * once + 16);
    }
  });

  it("are cut off where the text says so", () => {
    const cuts: boolean[] = [];
    for (const text of [
      "68 75 6e 74 ... 9 more bytes",
      "104, 117, 110, 116,\n ... 9 more items",
      "68 75 6e 74",
    ])
      eachRun(text, ({ isCut }) => cuts.push(isCut));
    expect(cuts).toEqual([true, true, false]);
  });
});

function endsWith(list: readonly number[], end: readonly number[]): boolean {
  return end.every((byte, index) => list.at(index - end.length) === byte);
}
