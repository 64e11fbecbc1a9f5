import type { Path } from "../../plan/path.js";
import type {
  FieldSlot,
  MessageAccess,
  MessageObject,
  ObjectForm,
  Slot,
} from "../../representations/representation.js";
import { type FieldCopy, fieldCopy } from "./field-copy.js";
import { copyOneof } from "./oneof-copy.js";
import { type CopyContext, type CopyProperty, DROPPED } from "./value-copy.js";

/** How what stands under one property of a message is copied. */
export interface PropertyCopy {
  readonly copy: CopyProperty;
  /** What stands there in place of a value, where nothing is set; dropped, if there is no such property then. */
  empty(like: unknown): unknown;
}

/** How fields are copied that are not copied by their verdict alone: the payload of an Any. */
export type SpecialCopies = ReadonlyMap<FieldSlot["plan"], CopyProperty>;

/** How the properties of messages of one form are copied. */
export interface PropertyCopies {
  readonly byName: ReadonlyMap<string, PropertyCopy>;
  /** The slots of all fields, each once. */
  readonly fields: readonly FieldSlot[];
}

/** Finds out how the properties of messages of one form are copied. */
export function propertyCopies(
  form: ObjectForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): PropertyCopies {
  const byName = new Map<string, PropertyCopy>();
  const fields: FieldSlot[] = [];
  const made = new Map<Slot, PropertyCopy>();
  for (const [name, slot] of form.slots) {
    if (typeof name === "symbol") continue;
    // Under each of several names for it, a field is copied by the same closures.
    let copy = made.get(slot);
    if (copy === undefined) {
      copy = propertyCopy(slot, access, context, special);
      made.set(slot, copy);
      if (slot.kind === "field") fields.push(slot);
    }
    byName.set(name, copy);
  }
  return { byName, fields };
}

function propertyCopy(
  slot: Slot,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): PropertyCopy {
  switch (slot.kind) {
    case "type": {
      const keep = (value: unknown): unknown => (slot.isType(value) ? value : DROPPED);
      return { copy: keep, empty: keep };
    }
    case "field": {
      const { copy, empty } = copyOfField(slot, access, context, special);
      return { copy, empty: slot.isRequired ? empty : () => DROPPED };
    }
    case "oneof": {
      const members = new Map<FieldSlot, FieldCopy>();
      const byName = new Map<string, FieldCopy>();
      for (const [name, member] of slot.members) {
        // What is chosen is set, whatever its value.
        const chosen = { ...member, isSet: () => true };
        const copy = members.get(member) ?? copyOfField(chosen, access, context, special);
        members.set(member, copy);
        byName.set(name, copy);
      }
      return copyOneof(slot, byName);
    }
  }
}

function copyOfField(
  slot: FieldSlot,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): FieldCopy {
  const copies = fieldCopy(slot, access, context);
  const copy = special.get(slot.plan);
  return copy === undefined ? copies : { ...copies, copy };
}

/** The copy of a value that was read. What is not what the schema says leaves what stands there in an empty message. */
export function copyProperty(
  property: PropertyCopy,
  value: unknown,
  object: MessageObject,
  depth: number,
  path: Path,
): unknown {
  let copied: unknown = DROPPED;
  try {
    copied = property.copy(value, object, depth, path);
  } catch {
    // A getter, a proxy or the stack: whatever was thrown may hold a value, so it goes no further.
  }
  return copied === DROPPED ? property.empty(value) : copied;
}
