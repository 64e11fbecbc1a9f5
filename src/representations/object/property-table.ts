import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { propertyNames } from "../property-name.js";

/** The names under which each field of a message is looked up. */
export type PropertyTable = ReadonlyMap<FieldShape, readonly string[]>;

/**
 * Makes the table for a type. A name that several fields could have belongs to the one that has it in the .proto file;
 * but if it could also be that of another one that hides something, then to none, because that may stand under it.
 *
 * @param additional more names of a property, by the name of the field.
 */
export function propertyTable(
  plan: MessagePlan,
  additional: ReadonlyMap<string, readonly string[]> = new Map(),
): PropertyTable {
  const namesOf = (field: FieldShape): readonly string[] =>
    propertyNames(field.name, [
      ...field.propertyNames,
      field.jsonName,
      ...(additional.get(field.name) ?? []),
    ]);
  const claims = new Map<string, FieldPlan[]>();
  for (const claimant of plan.fields) {
    for (const name of namesOf(claimant.field)) claims.set(name, [...(claims.get(name) ?? []), claimant]);
  }
  return new Map(
    plan.fields.map(({ field }) => [
      field,
      namesOf(field).filter((name) => {
        const others = (claims.get(name) ?? []).filter((claim) => claim.field !== field);
        return others.length === 0 || (name === field.name && !others.some(hides));
      }),
    ]),
  );
}

/** Whether something in a field is secret, or may be. */
function hides({ verdict, message }: FieldPlan): boolean {
  if (verdict.kind !== "open") return true;
  return message !== undefined && (message.kind === "refused" || message.mayHide);
}
