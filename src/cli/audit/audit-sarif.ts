import { AUDIT_RULES } from "../../audit/audit-rules.js";
import type { Finding } from "../../audit/findings.js";
import { type SarifResult, sarifLog } from "../reports/sarif-log.js";
import { type AuditReport, evidenceLines } from "./audit-report.js";

/**
 * The findings as SARIF 2.1.0. A result points at the declaration of its field. Without source info, it points at the first line of
 * the file, because GitHub refuses a result without a line.
 */
export function auditSarif({ evidence, findings }: AuditReport): string {
  const { tool, version, time } = evidence;
  return sarifLog({
    tool,
    version,
    time,
    category: "audit",
    rules: AUDIT_RULES,
    properties: Object.fromEntries(evidenceLines(evidence)),
    results: findings.map((finding) => resultOf(finding, evidence.input.from)),
  });
}

function resultOf({ rule, field, place, reason, repair }: Finding, input: string): SarifResult {
  return {
    rule,
    message: `${field}: ${reason}. ${repair}`,
    file: place?.file ?? input,
    region:
      place === undefined
        ? { startLine: 1 }
        : {
            startLine: place.line,
            startColumn: place.column,
            endLine: place.endLine,
            endColumn: place.endColumn,
          },
    // Not the text of the line: a field that moves within its file keeps its alert.
    identity: field,
    logicalName: field,
    logicalKind: "member",
  };
}
