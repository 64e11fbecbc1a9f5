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
 * Derives the names for a type. Different libraries derive different names, so two fields may claim the same name. Then it
 * belongs to the field that has it in the .proto file. But if another field that claims it may hold a secret, it belongs to
 * no field, because the property may hold the secret. A name that any field claims is never the name of a oneof: otherwise
 * the value of the field would be read as the choice of the oneof.
 *
 * @param additional more names of a property, by the name of the field.
 */
export function objectNames(
  plan: MessagePlan,
  additional: ReadonlyMap<string, readonly string[]> = new Map(),
): ObjectNames {
  const candidates = plan.fields.map(({ field }) =>
    propertyNames(field.name, [
      ...field.propertyNames,
      field.jsonName,
      ...(additional.get(field.name) ?? []),
    ]),
  );
  const claims = new Map<string, FieldPlan[]>();
  for (const [index, claimant] of plan.fields.entries()) {
    for (const name of candidates[index] ?? []) {
      claims.set(name, [...(claims.get(name) ?? []), claimant]);
    }
  }
  const owned = new Map<FieldShape, readonly string[]>();
  for (const [index, { field }] of plan.fields.entries()) {
    const names = (candidates[index] ?? []).filter((name) => {
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

/** The oneof of a field. An `optional` field of proto3 has a synthetic oneof, which some libraries represent. */
export function oneofOf({ name, cardinality }: FieldShape): string | undefined {
  if (cardinality.kind !== "singular") return undefined;
  return cardinality.oneof ?? (cardinality.isProto3Optional === true ? `_${name}` : undefined);
}
