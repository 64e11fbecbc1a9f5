import { auditRule } from "../../audit/audit-rules.js";
import type { AuditedField, AuditedType } from "../../audit/audited-fields.js";
import type { Finding } from "../../audit/findings.js";
import { printable } from "../printable.js";
import { colour, type OutputStream } from "../streams.js";
import { type AuditReport, evidenceLines, findingsTitle, placeText, summaryOf } from "./audit-report.js";

const HEADER = ["field", "type", "verdict", "why"] as const;
const VERDICT_COLUMN = 2;

/** The report as text, coloured if the stream shows colours: evidence, findings, what is allowed, and all fields as a table. */
export function auditTable(report: AuditReport, stream: OutputStream): string {
  const evidence = evidenceLines(report.evidence).map(([label, text]) =>
    printable(`${`${label}:`.padEnd(12)}${text}`),
  );
  const blocks = [
    evidence.join("\n"),
    [
      colour(stream, "bold", printable(findingsTitle(report))),
      ...report.findings.map((one) => findingText(one, stream)),
    ].join("\n"),
    ...(report.allowed.length === 0 ? [] : [allowedText(report, stream)]),
    ...(report.comparedWith === undefined ? tablesOf(report.types, stream) : []),
    summaryOf(report),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const COLOURS = { error: "red", warning: "yellow", note: "cyan" } as const;

function findingText({ rule, field, place, reason, repair }: Finding, stream: OutputStream): string {
  const { level } = auditRule(rule);
  const where = place === undefined ? "" : ` (${placeText(place)})`;
  const label = colour(stream, COLOURS[level], rule);
  return `  ${printable(field)}${printable(where)}: ${label}: ${printable(reason)}\n    ${printable(repair)}`;
}

function allowedText({ allowed }: AuditReport, stream: OutputStream): string {
  const lines = allowed.map(
    ({ field, suspicion, reason }) =>
      `  ${printable(field)}: ${printable(suspicion)}; ${printable(reasonText(reason))}`,
  );
  return [colour(stream, "bold", `Allowed: ${allowed.length}`), ...lines].join("\n");
}

/** The reason of a reader, or that there is none. */
export function reasonText(reason: string): string {
  return reason === "" ? "allowed without a reason" : `allowed: ${reason}`;
}

function tablesOf(types: readonly AuditedType[], stream: OutputStream): readonly string[] {
  const rowsOf = ({ fields }: AuditedType): string[][] =>
    fields.map((field) =>
      [simpleName(field.field), field.type, verdictText(field), why(field)].map(printable),
    );
  const all = [[...HEADER], ...types.flatMap(rowsOf)];
  const widths = HEADER.map((_, column) =>
    all.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => paint(stream, cell.padEnd(widths[column] ?? 0), column)).join("  ")}`.trimEnd();
  return types.map((one) =>
    [
      colour(stream, "bold", printable(one.type)),
      ...(one.fields.length === 0 ? ["  (no fields)"] : rowsOf(one).map(line)),
    ].join("\n"),
  );
}

/** The rule behind the verdict, or the reason to doubt it. */
export function why({ rule, suspicion, allowed, reviewedBy }: AuditedField): string {
  if (suspicion === undefined) return rule || (reviewedBy ?? "");
  return allowed === undefined
    ? `${suspicion.severity} secret: ${suspicion.reason}`
    : reasonText(allowed.reason);
}

/** The verdict in a table. A question mark says that the field is a suspect. */
export function verdictText({ verdict, suspicion, allowed, class: className }: AuditedField): string {
  const text = className === undefined ? verdict : `${verdict} (${className})`;
  return suspicion !== undefined && allowed === undefined ? `${text} ?` : text;
}

function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf(".") + 1);
}

function paint(stream: OutputStream, cell: string, column: number): string {
  if (column !== VERDICT_COLUMN) return cell;
  if (cell.startsWith("secret")) return colour(stream, "green", cell);
  if (cell.startsWith("keyed")) return colour(stream, "cyan", cell);
  return /^open.* \? *$/.test(cell) || cell.startsWith("refused") ? colour(stream, "yellow", cell) : cell;
}
