import { printable } from "../printable.js";
import { colour, type OutputStream } from "../streams.js";
import type { Leak } from "./merged-findings.js";
import type { RadarReport } from "./radar-report.js";

const HEADER = ["where", "what leaked", "form", "went to", "times"] as const;

/** The report for a terminal: a line for each leak, and what it comes to. */
export function radarTable(report: RadarReport, stream: OutputStream): string {
  const { leaks } = report;
  const rows = [HEADER, ...leaks.map(rowOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row, index) => {
    const text = `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
    return index === 0 ? colour(stream, "dim", text) : text;
  });
  const summary = `leak radar: ${summaryOf(report)}`;
  const style = leaks.length > 0 || !report.hasSecrets ? "red" : "green";
  return [...(leaks.length > 0 ? ["", ...lines, ""] : []), colour(stream, style, summary), ""].join("\n");
}

function rowOf(leak: Leak): readonly string[] {
  return [placeText(leak), originText(leak), leak.form, sinkText(leak), String(leak.count)].map(printable);
}

/** The place of a leak in the code. */
export function placeText({ file, line }: Leak): string {
  return file === undefined ? "(not known)" : `${file}:${line}`;
}

/** What leaked, and with which call it came. */
export function originText({ origin, method }: Leak): string {
  return method === undefined ? origin : `${origin} of ${method.slice(method.lastIndexOf("/") + 1)}`;
}

/** Where it went, and whether the library stopped it there. */
export function sinkText({ sink, place, isReplaced }: Leak): string {
  return `${sink}${place ? ` (${place})` : ""}${isReplaced ? ", replaced" : ""}`;
}

/** What a run came to, in a line. */
export function summaryOf({ leaks, allowed, hasSecrets, isComplete }: RadarReport): string {
  const raw = leaks.filter(({ isReplaced }) => !isReplaced).length;
  const parts = [
    leaks.length === 0 ? "no leaks" : `${leaks.length} ${leaks.length === 1 ? "leak" : "leaks"}`,
    ...(leaks.length > 0 ? [`${raw} in clear`, `${leaks.length - raw} replaced by the library`] : []),
    ...(allowed.length > 0 ? [`${allowed.length} allowed`] : []),
    ...(hasSecrets ? [] : ["no secrets were held: is an interceptor installed?"]),
    ...(isComplete ? [] : ["there were too many secrets to seek them all in all processes"]),
  ];
  return parts.join("; ");
}
