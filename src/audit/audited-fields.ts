import { actionTables } from "../policy/action-tables.js";
import { checkPolicies } from "../policy/check-policies.js";
import type { Audiences, ClassActions } from "../policy/classes.js";
import { commentSuspicion } from "../policy/comment-suspicion.js";
import { type CopiedPolicy, copyPolicies } from "../policy/copy-policies.js";
import { type ExplainedField, explainField } from "../policy/explain.js";
import { namesTexts } from "../policy/field-names.js";
import { createJudge } from "../policy/judge.js";
import { openFieldTest } from "../policy/listed-fields.js";
import type { Policy } from "../policy/policy.js";
import type { PseudonymMaker } from "../policy/pseudonyms.js";
import { type Suspicion, suspicionOf } from "../policy/suspicion.js";
import type { FieldShape } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";
import type { SourcePlace } from "../schema/source-places.js";

/** The types to audit, and what is known of their fields besides. */
export interface AuditedSchemas {
  readonly schemas: SchemaSet;
  /** Full names of the types to list. */
  readonly typeNames: readonly string[];
  /** The comment on a field, by its full name; empty if there is none. */
  commentOf(fieldName: string): string;
  /** Where a field is declared, by the names of its type and of itself. */
  placeOf(typeName: string, fieldName: string): SourcePlace | undefined;
}

/** A field of a message type with its verdict, and with the reason to doubt an open verdict, if there is one. */
export interface AuditedField extends ExplainedField {
  readonly number: number;
  readonly place: SourcePlace | undefined;
  /** Why the field may hold credentials. Undefined unless it is open and nobody but an allowance speaks for it. */
  readonly suspicion: Suspicion | undefined;
  /** Why a reader found the field harmless. Undefined if no reader did. */
  readonly allowed: Allowance | undefined;
  /** What in the policy says that an open field was looked at: a rule for open fields, a detector, a class that is shown. */
  readonly reviewedBy: string | undefined;
}

/** That a reader looked at an open field, and found it harmless. */
export interface Allowance {
  /** Empty if the reader gave none. */
  readonly reason: string;
  readonly by: "allow-list" | "lock";
}

/** Finds out what readers said of a field, by its shape. */
export type AllowanceOf = (field: FieldShape) => Allowance | undefined;

/** For whom fields are judged, and how strictly. */
export interface AuditOptions {
  /** Whether rules have to match something. Default: yes. */
  readonly checks?: boolean;
  /** The actions of classes. Default: all are stripped. */
  readonly classes?: ClassActions | undefined;
  readonly audiences?: Audiences | undefined;
  /** The reader. Default: nobody in particular. */
  readonly audience?: string | undefined;
}

const NONE = (): undefined => undefined;
/** An audit shows no values, so it needs no key. */
const ANY_PSEUDONYMS: PseudonymMaker = { ofClass: () => ({ text: NONE, bytes: NONE, number: NONE }) };

/** A message type with its fields. */
export interface AuditedType {
  readonly type: string;
  readonly fields: readonly AuditedField[];
}

/** Judges fields as an audit does: by the policies, and by what speaks against the fields that are open. */
export interface Auditor {
  type(typeName: string): AuditedType;
  /** Whether a type's fields get a verdict of their own wherever the type occurs. */
  isListed(typeName: string): boolean;
}

/**
 * Makes the auditor for policies.
 *
 * @param checks whether a rule that matches nothing is an error. An older version of the schemas may lack what a rule names.
 * @throws {PolicyError} if a rule cannot be used, or can match nothing.
 */
export function createAuditor(
  { schemas, typeNames, commentOf, placeOf }: AuditedSchemas,
  policies: readonly Policy[],
  allowanceOf: AllowanceOf = () => undefined,
  { checks = true, classes, audiences, audience }: AuditOptions = {},
): Auditor {
  const copied = copyPolicies(policies);
  if (checks) checkPolicies(copied, schemas);
  const tables = actionTables(classes, audiences, copied, ANY_PSEUDONYMS);
  const judge = createJudge(copied, {
    actionOf: audience === undefined ? tables.base : tables.audience(audience),
  });
  const listed = new Set(typeNames);
  const isListed = (typeName: string): boolean => listed.has(typeName);
  const heuristics = (shape: FieldShape): Suspicion | undefined =>
    suspicionOf(shape, isListed) ?? commentSuspicion(shape, commentOf(shape.fullName), isListed);
  const reviewOf = reviewer(copied);
  const audited = (type: string, shape: FieldShape): AuditedField => {
    const field = explainField(shape, judge, schemas);
    const isOpen = field.verdict === "open";
    const isShown = field.class !== undefined;
    return {
      ...field,
      number: shape.number,
      place: placeOf(type, shape.name),
      suspicion: isOpen && !isShown ? judge.suspicion(shape, heuristics) : undefined,
      allowed: isOpen ? allowanceOf(shape) : undefined,
      reviewedBy: isOpen ? (isShown ? `${field.rule}, class ${field.class}` : reviewOf(shape)) : undefined,
    };
  };
  return {
    isListed,
    type: (type) => ({
      type,
      fields: (schemas.message(type)?.fields ?? []).map((shape) => audited(type, shape)),
    }),
  };
}

/** How {@link AuditedField.reviewedBy} begins if detectors look at each value of a field. */
export const DETECTORS = "detectors of";

/** What a policy says of open fields. */
function reviewer(policies: readonly CopiedPolicy[]): (field: FieldShape) => string | undefined {
  const isOpen = openFieldTest(policies);
  const detectors = policies.flatMap(({ fieldDetectors }) => fieldDetectors);
  return (field) => {
    if (isOpen(field)) return "open in the policy";
    const rule = detectors.find((one) => namesTexts(one.field, field));
    return rule && `${DETECTORS} ${rule.field}`;
  };
}

/** A field that nobody hid or allowed yet, and why it may hold credentials. */
export type SuspectField = AuditedField & { readonly suspicion: Suspicion };

/** The suspects among all fields, allowed ones included. */
export function suspectsIn(types: readonly AuditedType[]): readonly SuspectField[] {
  return types.flatMap(({ fields }) =>
    fields.flatMap((field) => {
      const { suspicion } = field;
      return suspicion === undefined ? [] : { ...field, suspicion };
    }),
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
  /** Suspects that no reader allowed. */
  readonly suspects: number;
  readonly allowed: number;
}

/** Counts the types, fields, verdicts and suspects. */
export function auditCounts(types: readonly AuditedType[]): AuditCounts {
  const fields = types.flatMap((one) => one.fields);
  const countOf = (verdict: AuditedField["verdict"]): number =>
    fields.filter((field) => field.verdict === verdict).length;
  const suspects = suspectsIn(types);
  const allowed = suspects.filter((field) => field.allowed !== undefined).length;
  return {
    types: types.length,
    fields: fields.length,
    secret: countOf("secret"),
    keyed: countOf("keyed"),
    open: countOf("open"),
    refused: countOf("refused"),
    suspects: suspects.length - allowed,
    allowed,
  };
}
