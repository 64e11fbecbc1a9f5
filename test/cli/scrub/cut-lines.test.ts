import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PartialLines } from "../../../src/logfiles/partial-lines.js";
import { runs } from "../../runs.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

const TIME = "2026-01-02T03:04:05.678901234Z";
const LINE = '{"msg":"req","secrets":{"password":"QSECRETQ","b":"QQQQ"},"open":"yes"}';
const CLEAN = LINE.replace(/Q+(?:SECRETQ)?/g, "***stripped***");

/** How a container runtime writes the parts of one line. */
interface Runtime {
  readonly write: (parts: readonly string[]) => string;
  /** The line again. */
  readonly read: (log: string) => string;
}

const cri = (end: string): Runtime => ({
  write: (parts) =>
    parts
      .map((part, index) => `${TIME} stdout ${index === parts.length - 1 ? "F" : "P"} ${part}${end}`)
      .join(""),
  read: (log) =>
    log
      .split(end)
      .map((line) => line.slice(TIME.length + " stdout F ".length))
      .join(""),
});

const RUNTIMES: Readonly<Record<string, Runtime>> = {
  containerd: cri("\n"),
  "containerd on Windows": cri("\r\n"),
  Docker: {
    write: (parts) =>
      parts
        .map((part, index) => {
          const log = index === parts.length - 1 ? `${part}\n` : part;
          return `${JSON.stringify({ log, stream: "stdout", time: TIME })}\n`;
        })
        .join(""),
    read: (log) =>
      log
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { log: string }).log) // as written above
        .join("")
        .trimEnd(),
  },
};

const CUTS = fc.uniqueArray(fc.integer({ min: 1, max: LINE.length - 1 }), { minLength: 1, maxLength: 3 });

function partsOf(cuts: readonly number[]): readonly string[] {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), LINE.length];
  return edges.slice(1).map((end, index) => LINE.slice(edges[index], end));
}

describe.each(Object.entries(RUNTIMES))("a line that %s cut", (_name, { write, read }) => {
  it("is read as one, and keeps its parts", () => {
    fc.assert(
      fc.property(CUTS, (cuts) => {
        const log = write(partsOf(cuts));
        const clean = scrubText(log);
        expect(read(clean)).toBe(CLEAN);
        expect(clean.split("\n")).toHaveLength(log.split("\n").length);
        expect(scrubText(clean)).toBe(clean);
      }),
      { numRuns: runs(300) },
    );
  });

  it("comes out the same for any chunks", () => {
    fc.assert(
      fc.property(CUTS, fc.array(fc.nat(400), { maxLength: 6 }), (cuts, at) => {
        const log = Buffer.from(write([LINE]) + write(partsOf(cuts)) + write([LINE]));
        expect(scrubBytes(log, at).toString()).toBe(scrubBytes(log).toString());
      }),
      { numRuns: runs(300) },
    );
  });

  it("comes out the same byte by byte", () => {
    fc.assert(
      fc.property(CUTS, (cuts) => {
        const log = Buffer.from(write(partsOf(cuts)) + write([LINE]));
        const all = Array.from(log, (_, index) => index);
        expect(scrubBytes(log, all).toString()).toBe(scrubBytes(log).toString());
      }),
      { numRuns: runs(40) },
    );
  });
});

it("takes no whole line of Docker for a part, wherever the log is cut", () => {
  const line = (log: string): string =>
    `${JSON.stringify({ log: `${log}\n`, stream: "stdout", time: TIME })}\n`;
  const log = Buffer.from(line("a") + line("b"));
  for (let cut = 0; cut < log.length; cut++) {
    const lines = new PartialLines();
    const joined = [lines.push(log.subarray(0, cut)), lines.push(log.subarray(cut)), lines.end()];
    expect(joined.flatMap(({ seams }) => seams)).toEqual([]);
  }
});
