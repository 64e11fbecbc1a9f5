import { printable, printableJson } from "../printable.js";
import { colour, type OutputStream } from "../streams.js";
import { type AuditedField, type AuditedType, auditCounts, suspectsIn } from "./audit-report.js";

const HEADER = ["field", "type", "verdict", "why"] as const;
const VERDICT_COLUMN = 2;

/** The rule behind the verdict, or the reason to doubt it. */
function why({ rule, suspicion, isAllowed }: AuditedField): string {
  if (suspicion === undefined) return rule;
  return isAllowed ? "allowed" : `${suspicion.severity} secret: ${suspicion.reason}`;
}

function verdictText({ verdict, suspicion, isAllowed }: AuditedField): string {
  return suspicion !== undefined && !isAllowed ? `${verdict} ?` : verdict;
}

/** The report as a table, coloured if the stream is a terminal. */
export function auditTable(report: readonly AuditedType[], stream: OutputStream): string {
  const rowsOf = ({ fields }: AuditedType): string[][] =>
    fields.map((field) =>
      [simpleName(field.field), field.type, verdictText(field), why(field)].map(printable),
    );
  const all = [[...HEADER], ...report.flatMap(rowsOf)];
  const widths = HEADER.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => paint(stream, cell.padEnd(widths[column] ?? 0), column)).join("  ")}`.trimEnd();
  const blocks = report.map(({ type, fields }) =>
    [
      colour(stream, "bold", printable(type)),
      ...(fields.length === 0 ? ["  (no fields)"] : rowsOf({ type, fields }).map(line)),
    ].join("\n"),
  );
  return `${blocks.join("\n\n")}\n\n${auditSummary(report)}\n`;
}

function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf(".") + 1);
}

function paint(stream: OutputStream, cell: string, column: number): string {
  if (column !== VERDICT_COLUMN) return cell;
  if (cell.startsWith("secret")) return colour(stream, "green", cell);
  if (cell.startsWith("keyed")) return colour(stream, "cyan", cell);
  return cell.startsWith("open ?") || cell.startsWith("refused") ? colour(stream, "yellow", cell) : cell;
}

/** The report as a Markdown document. */
export function auditMarkdown(report: readonly AuditedType[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(" | ")} |`;
  const blocks = report.map(({ type, fields }) =>
    [
      `## ${escapeCell(type)}`,
      "",
      row(HEADER),
      row(HEADER.map(() => "---")),
      ...fields.map((field) => row([field.field, field.type, verdictText(field), why(field)])),
    ].join("\n"),
  );
  return `# What is secret\n\n${blocks.join("\n\n")}\n\n${auditSummary(report)}\n`;
}

function escapeCell(text: string): string {
  return printable(text).replace(/[|<>*_\\]/g, "\\$&");
}

/** The report as JSON. */
export function auditJson(report: readonly AuditedType[]): string {
  const suspects = suspectsIn(report).map(({ field, type, suspicion, isAllowed }) => ({
    field,
    type,
    ...suspicion,
    allowed: isAllowed,
  }));
  const types = report.map(({ type, fields }) => ({
    type,
    fields: fields.map(({ field, type: fieldType, verdict, rule }) => ({
      field,
      type: fieldType,
      verdict,
      rule,
    })),
  }));
  return `${printableJson({ types, suspects, counts: auditCounts(report) })}\n`;
}

function auditSummary(report: readonly AuditedType[]): string {
  const counts = auditCounts(report);
  return [
    `${counts.types} types, ${counts.fields} fields`,
    `${counts.secret} secret`,
    `${counts.keyed} keyed`,
    ...(counts.refused > 0 ? [`${counts.refused} refused`] : []),
    `${counts.open} open`,
    `${counts.suspects} suspect`,
    ...(counts.allowed > 0 ? [`${counts.allowed} allowed`] : []),
  ].join("; ");
}
