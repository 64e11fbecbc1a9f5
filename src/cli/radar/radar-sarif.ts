import { type SarifResult, type SarifRule, sarifLog } from "../reports/sarif-log.js";
import type { Leak } from "./merged-findings.js";
import type { RadarReport } from "./radar-report.js";
import { originText } from "./radar-table.js";
import { repairsOf } from "./repairs.js";

const RULES: readonly SarifRule[] = [
  {
    id: "SECRET_LEAKED",
    summary: "A secret escapes from the program.",
    description:
      "The value of a secret field was found in what the program prints, or in a command line, while the program ran.",
    help: "Print the message with sanitizer.strip(message), or print through a logger that the library knows.",
    level: "error",
    severity: "8.0",
    precision: "very-high",
  },
  {
    id: "SECRET_REPLACED",
    summary: "A secret was on its way into a log.",
    description:
      "The value of a secret field was found in a text for a logger, a span or a status. The library has replaced it there.",
    help: "Leave the value out of the text: another logger would print it.",
    level: "warning",
    severity: "5.0",
    precision: "very-high",
  },
];

/** The leaks as SARIF 2.1.0. Those that are allowed are left out. */
export function radarSarif({ tool, version, leaks }: RadarReport): string {
  return sarifLog({ tool, version, category: "radar", rules: RULES, results: leaks.map(resultOf) });
}

function resultOf(leak: Leak): SarifResult {
  const { origin, form, sink, place, file, line, column, function: name, isReplaced } = leak;
  const [first, second] = repairsOf(leak);
  const where = place ? `${sink} (${place})` : sink;
  return {
    rule: isReplaced ? "SECRET_REPLACED" : "SECRET_LEAKED",
    message: `${originText(leak)} ${isReplaced ? "was on its way to" : "leaks to"} ${where}, ${form}. ${first} Or: ${second}`,
    // GitHub refuses a result without a line.
    file: file ?? "unknown",
    region: { startLine: line ?? 1, ...(column !== undefined && { startColumn: column }) },
    identity: JSON.stringify([origin, form, sink, place, file, name].map((part) => part ?? null)),
    logicalName: origin,
    logicalKind: "member",
  };
}
