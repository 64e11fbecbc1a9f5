import { checkPolicies } from "../../policy/check-policies.js";
import { commentSuspicion } from "../../policy/comment-suspicion.js";
import { copyPolicies } from "../../policy/copy-policies.js";
import { type ExplainedField, explainField } from "../../policy/explain.js";
import { createJudge } from "../../policy/judge.js";
import type { Policy } from "../../policy/policy.js";
import { type Suspicion, suspicionOf } from "../../policy/suspicion.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { LoadedSchemas } from "../schemas/load-schemas.js";
import type { AllowList } from "./allow-list.js";

/** A field of a message type with its verdict, and with the reason to doubt an open verdict, if there is one. */
export interface AuditedField extends ExplainedField {
  readonly suspicion?: Suspicion;
  /** Whether an allow-list names it. */
  readonly isAllowed: boolean;
}

/** A message type with its fields. */
export interface AuditedType {
  readonly type: string;
  readonly fields: readonly AuditedField[];
}

/** The verdicts for all fields of the given types, and what speaks against the open ones: names, types and comments. */
export function auditReport(
  { typeNames, schemas, commentOf }: LoadedSchemas,
  policies: readonly Policy[],
  allowed: AllowList | undefined,
): readonly AuditedType[] {
  const copied = copyPolicies(policies);
  checkPolicies(copied, schemas);
  const judge = createJudge(copied);
  const listed = new Set(typeNames);
  const isListed = (typeName: string): boolean => listed.has(typeName);
  const heuristics = (shape: FieldShape): Suspicion | undefined =>
    suspicionOf(shape, isListed) ?? commentSuspicion(shape, commentOf(shape.fullName), isListed);
  return typeNames.map((type) => ({
    type,
    fields: (schemas.message(type)?.fields ?? []).map((shape) => {
      const field = explainField(shape, judge, schemas);
      const suspicion = field.verdict === "open" ? judge.suspicion(shape, heuristics) : undefined;
      return { ...field, ...(suspicion && { suspicion }), isAllowed: allowed?.has(shape.fullName) ?? false };
    }),
  }));
}

/** The suspects among all fields. */
export function suspectsIn(
  report: readonly AuditedType[],
): readonly (AuditedField & { suspicion: Suspicion })[] {
  return report.flatMap(({ fields }) =>
    fields.flatMap((field) =>
      field.suspicion === undefined ? [] : { ...field, suspicion: field.suspicion },
    ),
  );
}

/** The number of types and fields, and of fields with each verdict. */
export interface AuditCounts {
  readonly types: number;
  readonly fields: number;
  readonly secret: number;
  readonly keyed: number;
  readonly open: number;
  readonly refused: number;
  /** Suspects that no allow-list names. */
  readonly suspects: number;
  readonly allowed: number;
}

/** Counts the types, fields, verdicts and suspects of a report. */
export function auditCounts(report: readonly AuditedType[]): AuditCounts {
  const fields = report.flatMap((one) => one.fields);
  const countOf = (verdict: AuditedField["verdict"]): number =>
    fields.filter((field) => field.verdict === verdict).length;
  const suspects = suspectsIn(report);
  const allowed = suspects.filter(({ isAllowed }) => isAllowed).length;
  return {
    types: report.length,
    fields: fields.length,
    secret: countOf("secret"),
    keyed: countOf("keyed"),
    open: countOf("open"),
    refused: countOf("refused"),
    suspects: suspects.length - allowed,
    allowed,
  };
}
