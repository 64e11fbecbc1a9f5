import { isPlainObject } from "../../representations/kinds.js";
import { asPlainObject } from "../../representations/own-property.js";
import type { MessageObject, OneofSlot } from "../../representations/representation.js";
import type { FieldCopy } from "./field-copy.js";
import { objectOf } from "./object-like.js";
import { type CopyProperty, DROPPED } from "./value-copy.js";

/**
 * Makes a function that copies a property of a oneof: the name of the member that is set, with the member's value if the
 * property holds it. A name that no member has means that no member is set.
 *
 * @param members the copies of the members' values, by all names that the members can have.
 */
export function copyOneof(
  slot: OneofSlot,
  members: ReadonlyMap<string, FieldCopy>,
): { readonly copy: CopyProperty; empty(): unknown } {
  const { caseProperties, mayBeName, isRequired } = slot;
  const [usualCase = "case"] = caseProperties;
  return {
    empty: () => (isRequired ? { [usualCase]: undefined } : DROPPED),
    copy(value, message, depth, path) {
      if (value === null || value === undefined) return value;
      if (typeof value === "string")
        return mayBeName && members.get(value)?.isOmitted === false ? value : DROPPED;
      if (typeof value !== "object" || Array.isArray(value)) return DROPPED;
      const choice = value as MessageObject; // any object may be asked for the properties that it lists
      // Each property is read once.
      const properties = isPlainObject(choice) ? choice : asPlainObject(choice);
      const names = Object.getOwnPropertyNames(properties);
      const values: unknown[] = names.map((name) => properties[name]);
      const caseAt = names.findIndex(
        (name, index) => caseProperties.includes(name) && typeof values[index] === "string",
      );
      const member = String(values[caseAt]);
      const copies = caseAt === -1 ? undefined : members.get(member);
      if (copies === undefined || copies.isOmitted) return noMember(names, values, caseProperties, choice);
      let isChanged = false;
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        const value = values[index];
        if (index === caseAt) continue;
        const isValue = name === member || name === "value";
        const copied = isValue ? copies.copy(value, message, depth, path) : DROPPED;
        if (Object.is(copied, value)) continue;
        values[index] = copied;
        isChanged = true;
      }
      return isChanged || holdsMore(choice) ? objectOf(Object.prototype, names, values) : choice;
    },
  };
}

/** An object for a oneof of which no member is set. */
function noMember(
  names: readonly string[],
  values: readonly unknown[],
  caseProperties: readonly string[],
  choice: MessageObject,
): unknown {
  const caseProperty = caseProperties.find((name) => names.includes(name));
  if (caseProperty === undefined) return DROPPED;
  // ts-proto has no object for a oneof without a member. Another value would tell that one was left out.
  if (caseProperty === "$case") return undefined;
  const isEmpty = values.every((value) => value === undefined) && !holdsMore(choice);
  return isEmpty ? choice : { [caseProperty]: undefined };
}

function holdsMore(choice: MessageObject): boolean {
  return !isPlainObject(choice) || Object.getOwnPropertySymbols(choice).length > 0;
}
