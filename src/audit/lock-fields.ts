import type { LockedField } from "../lock/lock-file.js";
import { isOfProtobuf } from "../policy/suspicion.js";
import type { SchemaSet } from "../schema/schema-set.js";
import type { AuditedField, Auditor } from "./audited-fields.js";

/** A field that an audit reaches, as a lock has it. */
export interface ReachedField {
  readonly audited: AuditedField;
  readonly locked: LockedField;
  /** Whether a lock lists the field: texts, bytes, maps and what may hold anything; and every field that a rule or a reader speaks of. */
  readonly isListed: boolean;
  /** Whether it holds messages whose fields are judged for themselves. */
  readonly isMessage: boolean;
}

/**
 * The fields of types, and of all types that they hold. Types that occur only inside secret fields are left out, unless they are
 * given: nothing in them is printed. The types of protobuf are part of the fields that hold them.
 */
export function reachedFields(
  typeNames: readonly string[],
  auditor: Auditor,
  schemas: SchemaSet,
): readonly ReachedField[] {
  const reached = new Set(typeNames.filter((name) => !isOfProtobuf(name)));
  const fields: ReachedField[] = [];
  // Iterating over the set while it grows visits every type once.
  for (const typeName of reached) {
    const audited = new Map(auditor.type(typeName).fields.map((field) => [field.field, field]));
    for (const { fullName, type, cardinality } of schemas.message(typeName)?.fields ?? []) {
      const field = audited.get(fullName);
      if (field === undefined) continue;
      const isMessage = type.kind === "message" && !isOfProtobuf(type.typeName);
      if (isMessage && field.verdict !== "secret") reached.add(type.typeName);
      const locked = lockedField(field);
      const isSettled = locked.class !== "open" || (locked.who !== "nobody" && !isMessage);
      fields.push({
        audited: field,
        locked,
        isListed: isSettled || mayHoldText(field.type),
        isMessage: isMessage && cardinality.kind !== "map",
      });
    }
  }
  return fields;
}

const TEXTS =
  /^map<|^(?:repeated )?(?:string|bytes|google\.protobuf\.(?:Any|Struct|Value|ListValue|StringValue|BytesValue))$/;

function mayHoldText(type: string): boolean {
  return TEXTS.test(type);
}

/** What a lock says of a field. */
function lockedField(field: AuditedField): LockedField {
  return {
    field: field.field,
    number: field.number,
    type: field.type,
    class: classIn(field),
    who: whoLooked(field),
  };
}

function classIn({ verdict, class: className }: AuditedField): string {
  if (verdict === "open") return className === undefined ? "open" : `${className} shown`;
  return verdict === "secret" ? (className ?? "secret") : verdict;
}

function whoLooked({ verdict, rule, allowed, reviewedBy }: AuditedField): string {
  if (verdict === "open") {
    if (reviewedBy !== undefined) return `rule: ${reviewedBy}`;
    return allowed === undefined ? "nobody" : `allow: ${allowed.reason || "no reason given"}`;
  }
  // What hides these fields is that nobody has looked at them.
  return verdict === "refused" || rule === "unlisted" || rule.startsWith("suspect ")
    ? "nobody"
    : `rule: ${rule}`;
}
