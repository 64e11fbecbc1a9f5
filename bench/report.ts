import { cpus } from "node:os";
import type { Case } from "./cases.js";
import { median } from "./median.js";
import { BASELINE } from "./peers.js";

/** A case and what each of its processes measured, in nanoseconds; empty if all of them failed. */
export interface Result {
  readonly measured: Case;
  readonly nanoseconds: readonly number[];
}

const HEADINGS = ["case", "ns/op", "best", `x ${BASELINE}`, "subject x this"];

/** The results as a table in Markdown; bench/README.md says how to read it. */
export function report(results: readonly Result[]): string {
  // Ratios are between the fastest processes: what else the machine does only ever adds to a time.
  const best = new Map(results.map(({ measured, nanoseconds }) => [measured.name, Math.min(...nanoseconds)]));
  const rows = results.map(({ measured: { name, entry, operation }, nanoseconds }) => {
    const subject = best.get(`${entry.name}/${operation.against}`);
    return [
      name,
      timeText(median(nanoseconds)),
      timeText(best.get(name)),
      ratioText(best.get(name), best.get(`${entry.name}/${BASELINE}`)),
      ratioText(subject, best.get(name)),
    ];
  });
  return `${machine()}\n\n${table([HEADINGS, ...rows])}\n`;
}

function machine(): string {
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus()[0]?.model ?? "unknown processor"}`;
}

function timeText(nanoseconds = Number.NaN): string {
  if (!Number.isFinite(nanoseconds)) return "failed";
  return nanoseconds < 100 ? nanoseconds.toFixed(1) : Math.round(nanoseconds).toLocaleString("en-US");
}

function ratioText(time = Number.NaN, other = Number.NaN): string {
  if (!Number.isFinite(time) || !Number.isFinite(other)) return "";
  const ratio = time / other;
  return ratio < 0.01 ? "<0.01" : ratio.toFixed(2);
}

function table([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(headings), line(rule), ...rows.map(line)].join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
