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

/** Copies the value of one property of a message. */
export interface PropertyCopy {
  readonly copy: CopyProperty;
  /** The value of the property if nothing is set. {@link DROPPED} if a message has no such property then. */
  empty(like: unknown): unknown;
}

/** The copies for fields that need more than their verdict: the payload of an Any. */
export type SpecialCopies = ReadonlyMap<FieldSlot["plan"], CopyProperty>;

/** How the properties of messages of one form are copied, by their names. */
export type PropertyCopies = ReadonlyMap<string, PropertyCopy>;

/** Makes the copies for the properties of messages of one form. */
export function propertyCopies(
  form: ObjectForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): PropertyCopies {
  const byName = new Map<string, PropertyCopy>();
  const made = new Map<Slot, PropertyCopy>();
  for (const [name, slot] of form.slots) {
    if (typeof name === "symbol") continue;
    // A field may have several names. All of them use the same closures.
    let copy = made.get(slot);
    if (copy === undefined) {
      copy = propertyCopy(slot, access, context, special);
      made.set(slot, copy);
    }
    byName.set(name, copy);
  }
  return byName;
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
      const { copy, empty } = copyOfField(slot, sharedFields, access, context, special);
      return { copy, empty: slot.isRequired ? empty : () => DROPPED };
    }
    case "oneof": {
      const members = new Map<FieldSlot, FieldCopy>();
      const byName = new Map<string, FieldCopy>();
      for (const [name, member] of slot.members) {
        const copy = members.get(member) ?? copyOfField(member, sharedMembers, access, context, special);
        members.set(member, copy);
        byName.set(name, copy);
      }
      return copyOneof(slot, byName);
    }
  }
}

/** The copies for slots of fields that are shared, and for the same slots as chosen members of oneofs. They hold no message. */
const sharedFields = new WeakMap<FieldSlot, FieldCopy>();
const sharedMembers = new WeakMap<FieldSlot, FieldCopy>();

function copyOfField(
  slot: FieldSlot,
  shared: WeakMap<FieldSlot, FieldCopy>,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): FieldCopy {
  // The chosen member is set, even if it has a default value.
  const read =
    shared === sharedMembers ? { ...slot, isSet: (raw: unknown) => raw !== null || slot.isNullable } : slot;
  const copies = shared.get(slot) ?? fieldCopy(read, access, context);
  if (slot.plan.isShared) shared.set(slot, copies);
  const copy = special.get(slot.plan);
  return copy === undefined ? copies : { ...copies, copy };
}

/** The copy of a value that was read. A value of the wrong type becomes the value of the property in an empty message. */
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
    // A getter or a proxy threw, or the stack overflowed. The error may hold a value, so it is dropped.
  }
  return copied === DROPPED ? property.empty(value) : copied;
}
