import { createHash } from "node:crypto";
import type { AuditRule } from "../../audit/audit-rules.js";
import { printableJson } from "../printable.js";

/** A rule of a report for code scanning: like one of an audit, with an id of any tool. Its severity is GitHub's `security-severity`. */
export interface SarifRule extends Omit<AuditRule, "id"> {
  readonly id: string;
}

/** A finding of a report for code scanning. */
export interface SarifResult {
  readonly rule: string;
  readonly message: string;
  /** The path from the root of the repository. */
  readonly file: string;
  readonly region: {
    readonly startLine: number;
    readonly startColumn?: number;
    readonly endLine?: number;
    readonly endColumn?: number;
  };
  /** What makes it the same finding in the next run. It must not change if code moves within its file. */
  readonly identity: string;
  readonly logicalName: string;
  readonly logicalKind: string;
}

/** A report for code scanning. */
export interface SarifReport {
  readonly tool: string;
  readonly version: string;
  /** Tells reports of one tool apart. */
  readonly category: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  /** When the tool has ended. Default: left out, so that equal results make equal files. */
  readonly time?: string;
  /** What else a reader should know. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** The most results of a run that GitHub takes. */
const MAX_RESULTS = 25_000;

/** A report as SARIF 2.1.0, as the code scanning of GitHub takes it. */
export function sarifLog(report: SarifReport): string {
  const { tool, version, category, rules, results, time, properties } = report;
  const counts = new Map<string, number>();
  return `${printableJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool, semanticVersion: version, rules: rules.map(ruleOf) } },
        automationDetails: { id: `${tool}/${category}/` },
        columnKind: "utf16CodeUnits",
        ...(time !== undefined && { invocations: [{ executionSuccessful: true, endTimeUtc: time }] }),
        ...(properties !== undefined && { properties }),
        results: results.slice(0, MAX_RESULTS).map((result) => resultOf(result, rules, counts)),
      },
    ],
  })}\n`;
}

function ruleOf({ id, summary, description, help, level, severity, precision }: SarifRule): object {
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

function resultOf(result: SarifResult, rules: readonly SarifRule[], counts: Map<string, number>): object {
  const { rule, message, file, region, identity, logicalName, logicalKind } = result;
  const hash = createHash("sha256").update(`${rule} ${identity}`).digest("hex").slice(0, 16);
  const count = (counts.get(hash) ?? 0) + 1;
  counts.set(hash, count);
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: rules.find(({ id }) => id === rule)?.level,
    message: { text: message.replaceAll("](", "] (") },
    partialFingerprints: { primaryLocationLineHash: `${hash}:${count}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: relativeUri(file) }, region },
        logicalLocations: [{ fullyQualifiedName: logicalName, kind: logicalKind }],
      },
    ],
  };
}

/** A relative URI. A path cannot become another kind of URI, nor lead out of the repository. */
function relativeUri(file: string): string {
  const parts = file
    .toWellFormed()
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.map(encodeURIComponent).join("/") || "unknown";
}
