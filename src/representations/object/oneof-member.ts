import type { FieldShape } from "../../schema/message-shape.js";
import { firstValue } from "../forms.js";
import { isMessageObject, isPlainObject } from "../kinds.js";
import { asPlainObject, propertyValue, prototypesOf } from "../own-property.js";
import type { MessageObject } from "../representation.js";
import { CASE_PROPERTIES, type ObjectFieldSlot, type ObjectSlots } from "./object-slots.js";

/**
 * Makes a getter for a member of a oneof. The member is a property beside the other fields (protobufjs, proto-loader,
 * ts-proto). Then a property with the name of the oneof may name the member that is set. Or the member is in an object under
 * the name of the oneof (ts-proto with `oneof=unions`, @protobuf-ts, protobuf-es). If several members are properties and
 * none is named, the property that was added last counts, as in protobufjs: it was the last one on the wire.
 *
 * @param names the names of the oneof.
 */
export function oneofMember(
  oneof: string,
  names: readonly string[],
  slot: ObjectFieldSlot,
  slots: ObjectSlots,
): (message: MessageObject) => unknown {
  const own = slot.names;
  const members = [...slots.byField.values()].filter(({ plan }) => isMember(plan.field, oneof));
  const siblings = members.flatMap((member) => member.names);
  const others = members.filter((member) => member !== slot);
  return (message) => {
    const choice = firstValue(message, names);
    if (isMessageObject(choice))
      return chosenValue(isPlainObject(choice) ? choice : asPlainObject(choice), slot);
    const value = slot.raw(message);
    if (value === undefined) return undefined;
    const isChosen =
      typeof choice === "string" && siblings.includes(choice)
        ? own.includes(choice)
        : !isAnySet(message, others) || isLast(message, slot, members);
    return isChosen ? value : undefined;
  };
}

function isMember({ cardinality }: FieldShape, oneof: string): boolean {
  return cardinality.kind === "singular" && cardinality.oneof === oneof;
}

function isAnySet(message: MessageObject, slots: readonly ObjectFieldSlot[]): boolean {
  for (const slot of slots) if (slot.raw(message) !== undefined) return true;
  return false;
}

function chosenValue(choice: MessageObject, slot: ObjectFieldSlot): unknown {
  for (const property of CASE_PROPERTIES) {
    const name = propertyValue(choice, property);
    if (typeof name === "string") {
      if (!slot.names.includes(name)) return undefined;
      // A member called `case` cannot be beside its own name.
      for (const key of name === property ? ["value"] : [name, "value"]) {
        if (slot.isNullable && Object.hasOwn(choice, key) && choice[key] === null) return null;
        const value = slot.read(choice, key);
        if (value !== undefined) return value;
      }
      return undefined;
    }
  }
  return undefined;
}

/** Whether a member was added last, of several that have a value. */
function isLast(message: MessageObject, slot: ObjectFieldSlot, members: readonly ObjectFieldSlot[]): boolean {
  const set = members.filter((member) => member.raw(message) !== undefined);
  const names = set.flatMap((member) => member.names);
  // Own properties were added after those that are inherited.
  for (const owner of [message, ...prototypesOf(message)]) {
    const last = Object.getOwnPropertyNames(owner).findLast((name) => names.includes(name));
    if (last !== undefined) return slot.names.includes(last);
  }
  return false;
}
