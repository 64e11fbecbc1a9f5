import { costText, machine, RATIO_HEADINGS, ratioCells, table } from "../report.js";
import { TARGETS } from "../targets.js";
import type { CaseCount } from "./count-cases.js";

/** The counts as tables in Markdown, and the promises that are ratios, as counts have them. */
export function instructionReport(counts: readonly CaseCount[], counterName: string): string {
  const known = new Map(counts.map(({ measured, instructions }) => [measured.name, instructions]));
  const rows = counts.map(({ measured, passes, instructions }) => [
    measured.name,
    costText(instructions),
    String(passes),
    ...ratioCells(measured, known),
  ]);
  // Bounds are left out: they are promises of times.
  const ratios = TARGETS.filter(
    ({ unit, cases }) => (unit === "x" || unit === "log-log slope") && cases.every((name) => known.has(name)),
  ).map(({ what, unit, measure }) => [
    what,
    `${measure((name) => known.get(name) ?? Number.NaN).toFixed(3)} ${unit}`,
  ]);
  const headings = ["case", "instructions/op", "passes", ...RATIO_HEADINGS];
  const ratioTable = ratios.length === 0 ? "" : `\n${table([["target", "by instructions"], ...ratios])}\n`;
  return `${machine()}, counted by ${counterName}\n\n${table([headings, ...rows])}\n${ratioTable}`;
}
