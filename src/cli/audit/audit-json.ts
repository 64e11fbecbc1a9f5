import { suspectsIn } from "../../audit/audited-fields.js";
import type { SourcePlace } from "../../schema/source-places.js";
import { printableJson } from "../printable.js";
import type { AuditReport } from "./audit-report.js";

/** The version of the shape. It grows if a property is renamed, dropped, or means something else. docs/audit.md describes the shape. */
const VERSION = 1;

/** The report as JSON. */
export function auditJson({ evidence, findings, types, counts, comparedWith }: AuditReport): string {
  const { tool, version, node, time, input, policySha256, allowList } = evidence;
  return `${printableJson({
    version: VERSION,
    tool: { name: tool, version, node },
    time,
    input,
    policy: { sha256: policySha256 },
    ...(allowList && { allowList }),
    ...(comparedWith !== undefined && { comparedWith }),
    findings: findings.map(({ place, ...finding }) => ({ ...finding, ...placeIn(place) })),
    suspects: suspectsIn(types).map(({ field, type, suspicion, allowed, place }) => ({
      field,
      type,
      ...suspicion,
      allowed: allowed !== undefined,
      ...(allowed && { allowedBecause: allowed.reason, allowedBy: allowed.by }),
      ...placeIn(place),
    })),
    types: types.map(({ type, fields }) => ({
      type,
      fields: fields.map(
        ({ field, number, type: fieldType, verdict, rule, class: className, action, reviewedBy, place }) => ({
          field,
          number,
          type: fieldType,
          verdict,
          rule,
          ...(className !== undefined && { class: className, action }),
          ...(reviewedBy !== undefined && { reviewedBy }),
          ...placeIn(place),
        }),
      ),
    })),
    counts,
  })}\n`;
}

function placeIn(place: SourcePlace | undefined): Partial<Pick<SourcePlace, "file" | "line">> {
  return place === undefined ? {} : { file: place.file, line: place.line };
}
