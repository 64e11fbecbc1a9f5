import { printableJson } from "../printable.js";
import type { Leak } from "./merged-findings.js";
import type { RadarReport } from "./radar-report.js";
import { repairsOf } from "./repairs.js";

/** The report as JSON. */
export function radarJson({
  tool,
  version,
  scrubs,
  hasSecrets,
  isComplete,
  leaks,
  allowed,
}: RadarReport): string {
  const withRepairs = (leak: Leak): object => ({
    ...leak,
    repairs: repairsOf(leak),
    allowance: allowanceFor(leak),
  });
  return `${printableJson({
    tool,
    version,
    mode: scrubs ? "scrub" : "report",
    hasSecrets,
    isComplete,
    counts: { leaks: leaks.length, allowed: allowed.length },
    leaks: leaks.map(withRepairs),
    allowed,
  })}\n`;
}

/** The line that allows a leak, without its reason. */
export function allowanceFor({ origin, sink, file }: Leak): string {
  return [origin, sink, ...(file === undefined ? [] : [file])].join(" @ ");
}
