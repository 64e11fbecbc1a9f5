import type { Finding } from "./finding.js";

const HEADINGS = ["secret", "method", "form", "sink", "where", "count"];

/** Findings as a table in plain text, a line each. */
export function findingTable(findings: readonly Finding[]): string {
  const rows = [HEADINGS, ...findings.map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function rowOf({ origin, method, form, sink, place, frame, count }: Finding): readonly string[] {
  const where =
    frame && `${frame.file}:${frame.line}${frame.function === undefined ? "" : ` ${frame.function}`}`;
  const cells = [origin, method, form, place === undefined ? sink : `${sink} ${place}`, where, String(count)];
  // A key or a name may hold a line end.
  return cells.map((cell) => (cell ?? "").replace(/[\p{Cc}\u2028\u2029]/gu, " "));
}
