import { type FieldPlan, isNamedByRule, type MessagePlan } from "../../plan/compiled.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { propertyNames } from "../property-name.js";

/** The names of properties under which an object may hold the fields and oneofs of a message type. */
export interface ObjectNames {
  /** The names of a field, the most exact first. */
  of(field: FieldShape): readonly string[];
  /** The names of a oneof. */
  ofOneof(oneof: string): readonly string[];
}

/**
 * Derives the names for a type. Different libraries derive different names, so two fields may claim the same one. It belongs
 * to the field that has it in the .proto file; but if another field that claims it may hold a secret, it belongs to none,
 * because the secret may stand there. A name that any field claims is never the name of a oneof: the value of the field would
 * be taken for the choice.
 *
 * @param additional more names of a property, by the name of the field.
 */
export function objectNames(
  plan: MessagePlan,
  additional: ReadonlyMap<string, readonly string[]> = new Map(),
): ObjectNames {
  const candidates = (field: FieldShape): readonly string[] =>
    propertyNames(field.name, [
      ...field.propertyNames,
      field.jsonName,
      ...(additional.get(field.name) ?? []),
    ]);
  const claims = new Map<string, FieldPlan[]>();
  for (const claimant of plan.fields) {
    for (const name of candidates(claimant.field)) {
      claims.set(name, [...(claims.get(name) ?? []), claimant]);
    }
  }
  const owned = new Map<FieldShape, readonly string[]>();
  for (const { field } of plan.fields) {
    const names = candidates(field).filter((name) => {
      const others = (claims.get(name) ?? []).filter((claim) => claim.field !== field);
      return others.length === 0 || (name === field.name && !others.some(isNamedByRule));
    });
    owned.set(field, names);
  }
  return {
    of: (field) => owned.get(field) ?? [],
    ofOneof: (oneof) => propertyNames(oneof, []).filter((name) => !claims.has(name)),
  };
}

/** The oneof of a field. A field with `optional` in proto3 is in a oneof of its own, and some libraries have it. */
export function oneofOf({ name, cardinality }: FieldShape): string | undefined {
  if (cardinality.kind !== "singular") return undefined;
  return cardinality.oneof ?? (cardinality.isProto3Optional === true ? `_${name}` : undefined);
}
