import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../runs.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

const TIME = "2026-01-02T03:04:05.678901234Z";
const LINES = [
  '{"msg":"req","secrets":{"password":"QSECRETQ","b":"QQQQ"},"open":"yes"}',
  "I0102 03:04:05.678901       1 main.go:42] nothing secret here",
  "exec: mount -o username=jane,password=QSECRETQQ,soft //host/share",
];
const clean = (line: string): string => line.replace(/Q+(?:SECRETQ+)?/g, "***stripped***");

/** The parts of lines of two streams, in the order in which a runtime writes them. */
const tangle = fc
  .array(
    fc.record({
      stream: fc.constantFrom("stdout", "stderr"),
      line: fc.constantFrom(...LINES),
      cuts: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((lines) =>
    fc.tuple(
      fc.constant(lines),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      fc.constantFrom("\n", "\r\n"),
    ),
  )
  .map(([lines, turns, end]) => {
    const queues = ["stdout", "stderr"].map((stream) =>
      lines.filter((one) => one.stream === stream).flatMap((one) => partsOf(one)),
    );
    const log: string[] = [];
    for (const turn of turns) {
      const part = queues[turn ? 0 : 1]?.shift();
      if (part !== undefined) log.push(part);
    }
    return { lines, log: [...log, ...queues.flat()].map((line) => line + end).join(""), end };
  });

function partsOf({
  stream,
  line,
  cuts,
}: {
  stream: string;
  line: string;
  cuts: readonly number[];
}): string[] {
  const edges = [0, ...new Set([...cuts].sort((a, b) => a - b)), line.length].filter(
    (at) => at <= line.length,
  );
  return edges
    .slice(1)
    .map(
      (end, index) => `${TIME} ${stream} ${end === line.length ? "F" : "P"} ${line.slice(edges[index], end)}`,
    );
}

/** The lines of a stream, joined. */
function read(log: string, stream: string): string {
  return log
    .split(/\r?\n/)
    .filter((line) => line.startsWith(`${TIME} ${stream} `))
    .map((line) => line.slice(`${TIME} ${stream} F `.length))
    .join("");
}

it("a line of Docker is read as one across lines of the other stream", () => {
  const docker = (stream: string, log: string): string => `${JSON.stringify({ log, stream, time: TIME })}\n`;
  const line = `${LINES[0]}\n`;
  for (let cut = 1; cut < line.length; cut++)
    for (const foreign of [["open\n"], ["open\n", "more\n"], ["op", "en\n"]]) {
      const [begin, rest] = [line.slice(0, cut), line.slice(cut)];
      const [first = "", ...others] = foreign.map((text) => docker("stderr", text));
      const log = docker("stdout", begin) + first + docker("stdout", rest) + others.join("");
      const scrubbed = scrubText(log);
      const logs = scrubbed
        .trimEnd()
        .split("\n")
        .map((one) => JSON.parse(one) as { log: string; stream: string }); // as written above
      const read = (stream: string): string =>
        logs.map((one) => (one.stream === stream ? one.log : "")).join("");
      expect(read("stdout")).toBe(clean(line));
      expect(read("stderr")).toBe(foreign.join(""));
      expect(logs.map(({ stream }) => stream).slice(0, 3)).toEqual(["stdout", "stderr", "stdout"]);
      const bytes = Buffer.from(log);
      expect(scrubBytes(bytes, [cut, 100, 150, 200]).toString()).toBe(scrubbed);
    }
});

describe("lines of two streams between the parts of each other", () => {
  it("are read as whole lines, and every line stays where it is", () => {
    fc.assert(
      fc.property(tangle, ({ lines, log, end }) => {
        const scrubbed = scrubText(log);
        for (const stream of ["stdout", "stderr"]) {
          const own = lines.filter((one) => one.stream === stream);
          expect(read(scrubbed, stream)).toBe(own.map(({ line }) => clean(line)).join(""));
        }
        const heads = (text: string): string[] =>
          text.split(end).map((line) => line.slice(0, TIME.length + 9));
        expect(heads(scrubbed)).toEqual(heads(log));
        expect(scrubText(scrubbed)).toBe(scrubbed);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("come out the same for any chunks", () => {
    fc.assert(
      fc.property(tangle, fc.array(fc.nat(1500), { maxLength: 6 }), ({ log }, at) => {
        const bytes = Buffer.from(log);
        expect(scrubBytes(bytes, at).toString()).toBe(scrubBytes(bytes).toString());
      }),
      { numRuns: runs(1000) },
    );
  });

  it("come out the same byte by byte", () => {
    fc.assert(
      fc.property(tangle, ({ log }) => {
        const bytes = Buffer.from(log);
        const all = Array.from(bytes, (_, index) => index);
        expect(scrubBytes(bytes, all).toString()).toBe(scrubBytes(bytes).toString());
      }),
      { numRuns: runs(60) },
    );
  });

  it("stay as they are if nothing is secret, however many there are", () => {
    const foreign = `${TIME} stderr F ${"open ".repeat(40)}\n`;
    for (const count of [1, 100, 3000]) {
      const log = `${TIME} stdout P a\n${foreign.repeat(count)}${TIME} stdout F b\n${foreign}`;
      expect(scrubText(log)).toBe(log);
      expect(scrubText(log.slice(0, -40))).toBe(log.slice(0, -40));
    }
  });
});
