import { describe, expect, it } from "vitest";
import { mergedFindings } from "../../src/cli/radar/merged-findings.js";
import type { FoundRecord, ThreadRecord } from "../../src/radar/radar-record.js";
import type { Finding } from "../../src/scrub/findings/finding.js";

const FINDING: Finding = {
  id: "",
  source: "program",
  origin: "held by the program",
  field: undefined,
  key: undefined,
  header: undefined,
  detector: undefined,
  class: undefined,
  method: undefined,
  form: "raw",
  sink: "stdout",
  place: undefined,
  frame: undefined,
  count: 1,
  time: 0,
};

type Sighting = readonly [thread: string, file: string, isOut: boolean, relayOf: FoundRecord["relayOf"]];

/** The files that are reported, if the same secret was seen at these places. */
function reported(...sightings: readonly Sighting[]): readonly (string | undefined)[] {
  const records = sightings.map(([thread, file, isOut, relayOf]): ThreadRecord => {
    const frame = { file: `/app/${file}`, line: 1, column: 1, function: undefined };
    const finding = { ...FINDING, id: file, frame };
    return {
      thread,
      record: { kind: "found", series: 1, isOut, relayOf, isReplaced: false, finding, source: undefined },
    };
  });
  return mergedFindings(records, "/app", (text) => text).map(({ file }) => file);
}

const RUNNER = "node_modules/vitest/dist/a.js";

describe("a secret that several threads have seen is reported where it was written", () => {
  const cases: readonly [string, readonly Sighting[], readonly string[]][] = [
    ["printed", [["1-0", "a.js", true, false]], ["a.js"]],
    ["only in a pipe", [["2-0", "a.js", false, false]], []],
    [
      "in a pipe that the parent prints",
      [
        ["2-0", "a.js", false, false],
        ["1-0", "b.js", true, "child"],
      ],
      ["a.js"],
    ],
    ["by a child that is not watched", [["1-0", "b.js", true, "child"]], ["b.js"]],
    [
      "by such a child, and by a worker in a pipe",
      [
        ["1-1", "a.js", false, false],
        ["1-0", "b.js", true, "child"],
      ],
      ["b.js"],
    ],
    [
      "by a worker",
      [
        ["1-1", "a.js", false, false],
        ["1-0", "b.js", true, "worker"],
      ],
      ["a.js"],
    ],
    [
      "by a worker that is not watched, and by a child",
      [
        ["2-0", "a.js", true, false],
        ["1-0", "b.js", true, "worker"],
      ],
      ["a.js", "b.js"],
    ],
    [
      "by a test, and later by its runner",
      [
        ["1-0", "a.js", false, false],
        ["1-0", RUNNER, true, "anybody"],
      ],
      ["a.js"],
    ],
    ["by a runner alone", [["1-0", RUNNER, true, "anybody"]], [RUNNER]],
  ];

  it.each(cases)("%s", (_, sightings, expected) => {
    expect(reported(...sightings)).toEqual(expected);
  });
});
