import type { SourcePlace } from "../schema/source-places.js";
import type { AuditRuleId } from "./audit-rules.js";
import { AUDIT_RULES } from "./audit-rules.js";
import type { AuditedField, AuditedType, SuspectField } from "./audited-fields.js";
import { suspectsIn } from "./audited-fields.js";

/** Something that a reviewer has to look at. It names fields and types, and never holds a value. */
export interface Finding {
  readonly rule: AuditRuleId;
  /** Full name of the field. */
  readonly field: string;
  /** Its type, as in a .proto file. */
  readonly type: string;
  readonly place: SourcePlace | undefined;
  /** What is wrong, as a clause whose subject is the field: `its name speaks of "password"`. */
  readonly reason: string;
  /** What to do, as one or more sentences. */
  readonly repair: string;
}

/** How the tool that shows a finding lets its user say things: the command line has options, Buf has a plugin with options. */
export interface Wording {
  /** How to hide a field by a rule, as a clause: `name it with --field acme.v1.Login.pin`. */
  hide(field: string): string;
  /** The same for the secret keys of a map. */
  hideKeys(field: string): string;
  /** How to allow a field that a rule found, as a clause. */
  allow(field: string, rule: AuditRuleId): string;
}

/** Suspects that no reader allowed, and fields whose options cannot be read: likely secrets first. */
export function findingsIn(types: readonly AuditedType[], wording: Wording): readonly Finding[] {
  const suspects = suspectsIn(types).filter(({ allowed }) => allowed === undefined);
  const refused = types.flatMap(({ fields }) => fields.filter(({ verdict }) => verdict === "refused"));
  return inOrder([
    ...suspects.map((field) => suspectFinding(field, wording)),
    ...refused.map((field) => ({
      ...partsOf(field),
      rule: "UNREADABLE_OPTIONS" as const,
      reason: "its options cannot be read, so no message of its type is printed",
      repair: "Build the descriptors and the code from the same .proto files.",
    })),
  ]);
}

/** The finding for a suspect. */
export function suspectFinding(field: SuspectField, wording: Wording): Finding {
  const { severity, reason } = field.suspicion;
  const rule = severity === "likely" ? "UNMARKED_SECRET" : "POSSIBLE_SECRET";
  return { ...partsOf(field), rule, reason, repair: repairOf(field, rule, wording) };
}

/** What a finding says of its field. */
export function partsOf({ field, type, place }: AuditedField): Pick<Finding, "field" | "type" | "place"> {
  return { field, type, place };
}

/** How to settle an open field: hide it, or say why it is harmless. */
export function repairOf(
  { field, type }: Pick<AuditedField, "field" | "type">,
  rule: AuditRuleId,
  wording: Wording,
): string {
  const keys = /^map<string,|\bgoogle\.protobuf\.(?:Struct|Value)$/.test(type)
    ? `${wording.hideKeys(field)}, or hide all of it: `
    : "";
  const hide = `mark it with an option that the policy names, such as [debug_redact = true], or ${wording.hide(field)}`;
  return `${sentence(keys + hide)} If it is harmless, ${wording.allow(field, rule)}.`;
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

const RANK: ReadonlyMap<string, number> = new Map(AUDIT_RULES.map(({ id }, rank) => [id, rank]));

/** Findings by rule, and within a rule as they were given. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => (RANK.get(a.rule) ?? 0) - (RANK.get(b.rule) ?? 0));
}
