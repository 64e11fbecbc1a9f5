import type { MessagePlan } from "../../plan/message-plan.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { propertyNames } from "../property-name.js";

/** The names under which each field of a message is looked up. */
export type PropertyTable = ReadonlyMap<FieldShape, readonly string[]>;

/**
 * Makes the table for a type. A name that several fields could have belongs to the one that has it in the .proto file;
 * but if it could also be a secret field's, then to none, because what stands under it may be the secret.
 *
 * @param additional more names of a property, by the name of the field.
 */
export function propertyTable(
  plan: MessagePlan,
  additional: ReadonlyMap<string, readonly string[]> = new Map(),
): PropertyTable {
  const namesOf = (field: FieldShape): readonly string[] =>
    propertyNames(field.name, [...field.propertyNames, ...(additional.get(field.name) ?? [])]);
  const claims = new Map<string, { field: FieldShape; isSecret: boolean }[]>();
  for (const { field, verdict } of plan.fields) {
    for (const name of namesOf(field)) {
      const claimants = claims.get(name) ?? [];
      claims.set(name, [...claimants, { field, isSecret: verdict.kind === "secret" }]);
    }
  }
  return new Map(
    plan.fields.map(({ field }) => [
      field,
      namesOf(field).filter((name) => {
        const others = (claims.get(name) ?? []).filter((claim) => claim.field !== field);
        return others.length === 0 || (name === field.name && !others.some(({ isSecret }) => isSecret));
      }),
    ]),
  );
}
