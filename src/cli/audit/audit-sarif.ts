import { AUDIT_RULES, auditRule } from "../../audit/audit-rules.js";
import type { Finding } from "../../audit/findings.js";
import { printableJson } from "../printable.js";
import { sha256 } from "../schemas/input-evidence.js";
import { type AuditReport, evidenceLines } from "./audit-report.js";

/** The most results of a run that GitHub takes. */
const MAX_RESULTS = 25_000;

/**
 * The findings as SARIF 2.1.0, as the code scanning of GitHub takes it. A result points at the declaration of its field. Without
 * source info, it points at the first line of the file, because GitHub refuses a result without a line.
 */
export function auditSarif({ evidence, findings }: AuditReport): string {
  const { tool, version, time } = evidence;
  return `${printableJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool, semanticVersion: version, rules: AUDIT_RULES.map(ruleOf) } },
        automationDetails: { id: `${tool}/audit/` },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, endTimeUtc: time }],
        properties: Object.fromEntries(evidenceLines(evidence)),
        results: findings.slice(0, MAX_RESULTS).map((finding) => resultOf(finding, evidence.input.from)),
      },
    ],
  })}\n`;
}

function ruleOf({
  id,
  summary,
  description,
  help,
  level,
  severity,
  precision,
}: (typeof AUDIT_RULES)[number]): object {
  return {
    id,
    name: id.replace(
      /(?:^|_)([A-Z])([A-Z]*)/g,
      (_, first: string, rest: string) => first + rest.toLowerCase(),
    ),
    shortDescription: { text: summary },
    fullDescription: { text: description },
    help: { text: help, markdown: help },
    defaultConfiguration: { level },
    properties: { tags: ["security", "logging"], precision, "security-severity": severity },
  };
}

function resultOf({ rule, field, place, reason, repair }: Finding, input: string): object {
  const region =
    place === undefined
      ? { startLine: 1 }
      : {
          startLine: place.line,
          startColumn: place.column,
          endLine: place.endLine,
          endColumn: place.endColumn,
        };
  return {
    ruleId: rule,
    ruleIndex: AUDIT_RULES.findIndex(({ id }) => id === rule),
    level: auditRule(rule).level,
    message: { text: `${field}: ${reason}. ${repair}` },
    // The rule and the field, and not the text of the line: a field that moves within its file keeps its alert.
    partialFingerprints: { primaryLocationLineHash: `${sha256(`${rule} ${field}`).slice(0, 16)}:1` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(place?.file ?? input) }, region },
        logicalLocations: [{ fullyQualifiedName: field, kind: "member" }],
      },
    ],
  };
}

/** A relative URI. A path cannot become another kind of URI, nor lead out of the repository. */
function uriOf(file: string): string {
  const parts = file
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.map(encodeURIComponent).join("/") || "unknown";
}
