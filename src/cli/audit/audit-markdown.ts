import { printable } from "../printable.js";
import { type AuditReport, evidenceLines, findingsTitle, placeText, summaryOf } from "./audit-report.js";
import { reasonText, verdictText, why } from "./audit-table.js";

/** The report as a Markdown document: for a file in a repository, or the comment on a pull request. */
export function auditMarkdown(report: AuditReport): string {
  const { findings, allowed, types, evidence, comparedWith } = report;
  const blocks = [
    "# What is secret",
    evidenceLines(evidence)
      .map(([label, text]) => `- ${label}: ${escapeMarkdown(text)}`)
      .join("\n"),
    `## ${escapeMarkdown(findingsTitle(report))}`,
    ...(findings.length === 0
      ? []
      : [
          table(
            ["field", "where", "rule", "why", "what to do"],
            findings.map(({ field, place, rule, reason, repair }) => [
              field,
              placeText(place),
              rule,
              reason,
              repair,
            ]),
          ),
        ]),
    ...(allowed.length === 0
      ? []
      : [
          "## Allowed",
          table(
            ["field", "suspicion", "reason"],
            allowed.map(({ field, suspicion, reason }) => [field, suspicion, reasonText(reason)]),
          ),
        ]),
    ...(comparedWith === undefined
      ? types.map(({ type, fields }) =>
          [
            `## ${escapeMarkdown(type)}`,
            "",
            table(
              ["field", "type", "verdict", "why"],
              fields.map((field) => [field.field, field.type, verdictText(field), why(field)]),
            ),
          ].join("\n"),
        )
      : []),
    summaryOf(report),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Escapes what Markdown or HTML in it could read: a name is shown, and never a link, a mention or an image. */
function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[|<>*_\\[\]`~#!&]/g, "\\$&")
    .replace(/@(?=\w)|(?<=\bhttps?):/g, "$&&#8203;");
}
