import type { CallFigure } from "./call-overhead.js";

/** The table of what an interceptor adds to calls. */
export function callReport(figures: readonly CallFigure[]): string {
  const rows = figures.map(({ name, microseconds, ratio, best }) => [
    name,
    microseconds.toFixed(1),
    ratio.toFixed(3),
    best.toFixed(3),
  ]);
  const table = [["interceptor", "us/call", "x none", "best x none"], ...rows];
  return `${table.map(([name = "", ...cells]) => name.padEnd(26) + cells.map((cell) => cell.padStart(12)).join("")).join("\n")}\n`;
}
