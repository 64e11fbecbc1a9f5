import type { AuditedField, Auditor } from "../../audit/audited-fields.js";
import { placeText } from "../audit/audit-report.js";
import { verdictText, why } from "../audit/audit-table.js";
import { printable } from "../printable.js";
import { colour, type OutputStream } from "../streams.js";

/** A line of the tree. */
interface TreeRow {
  /** The branches, and the name of the field. */
  readonly label: string;
  readonly field: AuditedField;
  /** What follows the rule: that the fields of its type stand above. */
  readonly note: string;
}

/** What a message type holds, by its full name: the type of the messages in a field. Undefined if it holds none. */
export type InnerTypeOf = (field: AuditedField) => string | undefined;

/**
 * The fields of a type as a tree, coloured if the stream shows colours: field, type, verdict, rule, and where the field is declared. The
 * fields of a type stand where the type comes first. So types that contain each other end. Nothing in a secret field is printed, so its
 * type is not opened.
 */
export function fieldTree(
  typeName: string,
  auditor: Auditor,
  innerTypeOf: InnerTypeOf,
  stream: OutputStream,
): string {
  const opened = new Set([typeName]);
  const rows: TreeRow[] = [];
  const add = (type: string, indent: string): void => {
    const { fields } = auditor.type(type);
    for (const [index, field] of fields.entries()) {
      const isLast = index === fields.length - 1;
      const inner = field.verdict === "secret" ? undefined : innerTypeOf(field);
      const isSeen = inner !== undefined && opened.has(inner);
      const label = `${indent}${isLast ? "└─ " : "├─ "}${printable(field.field.slice(field.field.lastIndexOf(".") + 1))}`;
      rows.push({ label, field, note: isSeen ? "see above" : "" });
      if (inner === undefined || isSeen) continue;
      opened.add(inner);
      add(inner, `${indent}${isLast ? "   " : "│  "}`);
    }
  };
  add(typeName, "");
  const head = colour(stream, "bold", printable(typeName));
  if (rows.length === 0) return `${head}\n└─ (no fields)\n`;
  const labelWidth = widest(rows.map(({ label }) => label));
  const typeWidth = widest(rows.map(({ field }) => printable(field.type)));
  const verdictWidth = widest(rows.map(({ field }) => verdictText(field)));
  const lines = rows.map(({ label, field, note }) => {
    const verdict = painted(stream, field, verdictText(field).padEnd(verdictWidth));
    const parts = [why(field), note === "" ? "" : `(${note})`, placeText(field.place)]
      .filter(Boolean)
      .map(printable);
    return `${label.padEnd(labelWidth)}  ${printable(field.type).padEnd(typeWidth)}  ${verdict}  ${parts.join("  ")}`.trimEnd();
  });
  return `${[head, ...lines].join("\n")}\n`;
}

/** Longer cells are not made room for: they would push the rest of all lines out of the window. */
const MAX_WIDTH = 48;

function widest(cells: readonly string[]): number {
  return Math.min(
    MAX_WIDTH,
    cells.reduce((most, { length }) => Math.max(most, length), 0),
  );
}

function painted(stream: OutputStream, { verdict, suspicion, allowed }: AuditedField, text: string): string {
  if (verdict === "secret") return colour(stream, "green", text);
  if (verdict === "keyed") return colour(stream, "cyan", text);
  if (verdict === "refused") return colour(stream, "red", text);
  return suspicion !== undefined && allowed === undefined ? colour(stream, "yellow", text) : text;
}
