import { cpus } from "node:os";
import type { Case } from "./cases.js";
import { median } from "./median.js";
import { BASELINE } from "./peers.js";
import { TARGETS, type Target, type TimeOf } from "./targets.js";

/** A case and what each of its processes measured; empty if all of them failed. */
export interface Result {
  readonly measured: Case;
  readonly nanoseconds: readonly number[];
  /** Bytes that were allocated. */
  readonly bytes: readonly number[];
}

/** A promise and what came of it. */
export interface Verdict {
  readonly target: Target;
  /** From the medians of the processes. */
  readonly measured: number;
  /** From the fastest processes. */
  readonly best: number;
}

/** The headings over {@link ratioCells}. */
export const RATIO_HEADINGS: readonly string[] = [`x ${BASELINE}`, "subject x this"];
const HEADINGS = ["case", "ns/op", "best", "KiB/op", ...RATIO_HEADINGS];
const THROUGHPUT_HEADINGS = ["throughput", "median", "best"];
const TARGET_HEADINGS = ["target", "at most", "median", "best", "verdict"];

/**
 * The results as tables in Markdown; bench/README.md says how to read them.
 *
 * @param quick whether they are of a quick run, whose figures tell nothing of the promises.
 */
export function report(results: readonly Result[], quick: boolean): string {
  // Ratios are between the fastest processes: what else the machine does only ever adds to a time.
  const best = new Map(results.map(({ measured, nanoseconds }) => [measured.name, Math.min(...nanoseconds)]));
  const rows = results.map(({ measured, nanoseconds, bytes }) => [
    measured.name,
    costText(median(nanoseconds)),
    costText(best.get(measured.name)),
    kibibytesText(median(bytes)),
    ...ratioCells(measured, best),
  ]);
  const targets = quick ? [] : verdicts(results).map(verdictCells);
  const tables = [
    [HEADINGS, ...rows],
    [THROUGHPUT_HEADINGS, ...results.flatMap(throughputCells)],
    [TARGET_HEADINGS, ...targets],
  ].filter(({ length }) => length > 1);
  return `${[machine(), ...tables.map(table)].join("\n\n")}\n`;
}

/** A case in proportion to the baseline, and the subject in proportion to it, if it is a peer. Empty if one is unknown. */
export function ratioCells(
  { name, entry, operation }: Case,
  known: ReadonlyMap<string, number>,
): readonly string[] {
  return [
    ratioText(known.get(name), known.get(`${entry.name}/${BASELINE}`)),
    ratioText(known.get(`${entry.name}/${operation.against}`), known.get(name)),
  ];
}

/** The outcome of the promises whose cases were all measured. */
export function verdicts(results: readonly Result[]): readonly Verdict[] {
  const known = new Map(results.map(({ measured, nanoseconds }) => [measured.name, nanoseconds]));
  const timeBy =
    (choose: (times: readonly number[]) => number): TimeOf =>
    (name) =>
      choose(known.get(name) ?? []);
  return TARGETS.filter(({ cases }) => cases.every((name) => (known.get(name) ?? []).length > 0)).map(
    (target) => ({
      target,
      measured: target.measure(timeBy(median)),
      best: target.measure(timeBy((times) => Math.min(...times))),
    }),
  );
}

function verdictCells({ target: { what, bound, unit }, measured, best }: Verdict): readonly string[] {
  const text = (figure: number): string =>
    `${figure.toFixed(unit === "ns" || unit === "us" ? 1 : 2)} ${unit}`;
  return [what, `${bound} ${unit}`, text(measured), text(best), measured <= bound ? "met" : "not met"];
}

/** The environment of the measurement. */
export function machine(): string {
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus()[0]?.model ?? "unknown processor"}`;
}

/** The row of a case that has a throughput: none or one. */
function throughputCells({ measured: { name, operation }, nanoseconds }: Result): readonly string[][] {
  const bytes = operation.output === "effect" ? operation.inputBytes : undefined;
  if (bytes === undefined) return [];
  // Bytes per microsecond are megabytes per second.
  const text = (time: number): string => `${((bytes * 1000) / time).toFixed(0)} MB/s`;
  return [[name, text(median(nanoseconds)), text(Math.min(...nanoseconds))]];
}

/** What one pass takes, in nanoseconds or instructions. */
export function costText(cost: number | undefined): string {
  if (cost === undefined || !Number.isFinite(cost)) return "failed";
  return cost < 100 ? cost.toFixed(1) : Math.round(cost).toLocaleString("en-US");
}

function kibibytesText(bytes: number): string {
  return Number.isFinite(bytes) ? (bytes / 1024).toFixed(1) : "";
}

function ratioText(time = Number.NaN, other = Number.NaN): string {
  if (!Number.isFinite(time) || !Number.isFinite(other)) return "";
  const ratio = time / other;
  return ratio < 0.01 ? "<0.01" : ratio.toFixed(2);
}

/** A table in Markdown; the first row are its headings. */
export function table([headings = [], ...rows]: readonly (readonly string[])[]): string {
  // An empty column still has the rule below its heading.
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
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
