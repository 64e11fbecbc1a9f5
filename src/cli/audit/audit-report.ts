import type { AuditCounts, AuditedType } from "../../audit/audited-fields.js";
import type { Finding } from "../../audit/findings.js";

/** What an audit found, and all that a reader needs to check it. It holds names of files, types, fields and rules, and no values. */
export interface AuditReport {
  readonly evidence: Evidence;
  /** What a reviewer has to look at, the gravest first. */
  readonly findings: readonly Finding[];
  /** Suspects that a reader allowed, with the reasons. */
  readonly allowed: readonly AllowedField[];
  readonly types: readonly AuditedType[];
  readonly counts: AuditCounts;
  /** What the fields were compared with, in words: a lock, or an older version. Then text shows nothing but the findings. */
  readonly comparedWith: string | undefined;
}

/** A suspect that a reader allowed. */
export interface AllowedField {
  readonly field: string;
  readonly type: string;
  /** Why it is a suspect. */
  readonly suspicion: string;
  /** Why the reader allowed it; empty if the reader gave no reason. */
  readonly reason: string;
  readonly by: "allow-list" | "lock";
}

/** With which version, from what, and when an audit was made. */
export interface Evidence {
  readonly tool: string;
  readonly version: string;
  readonly node: string;
  /** UTC, as ISO 8601 has it. */
  readonly time: string;
  readonly input: EvidenceFile & { readonly kind: string; readonly files?: number };
  /** SHA-256 of the rules, in a canonical form. */
  readonly policySha256: string;
  readonly allowList: EvidenceFile | undefined;
}

/** A file, and its SHA-256 in hexadecimal. */
export interface EvidenceFile {
  readonly from: string;
  readonly sha256: string;
}

/** The lines of evidence that all formats show: a label and a text. */
export function evidenceLines({
  tool,
  version,
  node,
  time,
  input,
  policySha256,
  allowList,
}: Evidence): readonly (readonly [label: string, text: string])[] {
  const files = input.files === undefined ? "" : `, ${counted(input.files, "file")}`;
  return [
    ["made by", `${tool} ${version}, Node.js ${node}`],
    ["time", time],
    ["input", `${input.from} (${input.kind}${files}), SHA-256 ${input.sha256}`],
    ["policy", `SHA-256 ${policySha256}`],
    ...(allowList === undefined
      ? []
      : [["allow-list", `${allowList.from}, SHA-256 ${allowList.sha256}`] as const]),
  ];
}

/** The counts in words, on one line. */
export function summaryOf({ counts }: AuditReport): string {
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

/** What was found, as a heading. */
export function findingsTitle({ findings, comparedWith }: AuditReport): string {
  const what =
    comparedWith === undefined ? counted(findings.length, "suspect") : counted(findings.length, "finding");
  const compared = comparedWith === undefined ? "" : `, compared with ${comparedWith}`;
  return findings.length === 0 ? `Nothing found${compared}` : `${what}${compared}`;
}

/** A number and a word. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** File and line of a field, or only its file; empty if neither is known. */
export function placeText(place: { readonly file: string; readonly line: number } | undefined): string {
  return place === undefined ? "" : `${place.file}:${place.line}`;
}
