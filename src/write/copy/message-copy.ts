import { STRIPPED } from "../../marker.js";
import { isPropertyBag } from "../../representations/kinds.js";
import type {
  FieldSlot,
  MessageAccess,
  MessageObject,
  ObjectForm,
  Slot,
} from "../../representations/representation.js";
import { type FieldCopy, fieldCopy } from "./field-copy.js";
import { objectOf } from "./object-like.js";
import { copyOneof } from "./oneof-copy.js";
import { type CopyContext, type CopyProperty, DROPPED, type ValueCopy } from "./value-copy.js";

/** How what stands under one property of a message is copied. */
interface PropertyCopy {
  readonly copy: CopyProperty;
  /** What stands there in place of a value, where nothing is set; dropped, if there is no such property then. */
  empty(like: unknown): unknown;
}

/** How fields are copied that are not copied by their verdict alone: the payload of an Any. */
export type SpecialCopies = ReadonlyMap<FieldSlot["plan"], CopyProperty>;

/**
 * Copies messages that are objects with properties for their fields: property by property, each read once. A property that
 * the type does not have is dropped, and so is one that cannot be read. What a message inherits, from an object with
 * defaults or by getters of its class, becomes its own in the copy; the copy then has no prototype that could still show it.
 */
export function messageCopy(
  form: ObjectForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): ValueCopy {
  const table = new Map<string, PropertyCopy>();
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
    table.set(name, copy);
  }
  return {
    copy(message, depth, path) {
      const object = message as MessageObject; // it was accepted
      const names = Object.getOwnPropertyNames(object);
      const values: unknown[] = [];
      let isChanged = false;
      for (const name of names) {
        const copied = copyOf(table.get(name), object, name, depth, path);
        values.push(copied.value);
        if (copied.isChanged) isChanged = true;
      }
      const isPlain = isPlainObject(object);
      const inherited = isPlain ? NOTHING : inheritedValues(object, fields);
      for (const { name, value } of inherited) {
        names.push(name);
        values.push(copyInherited(table.get(name), value, object, depth, path));
        isChanged = true;
      }
      if (!isChanged && isNothingElse(object, isPlain, form)) return object;
      const prototype = inherited.length > 0 ? Object.prototype : Object.getPrototypeOf(object);
      return withType(object, objectOf(prototype, names, values), form);
    },
    // Only asked for messages that were accepted: objects.
    replace: (secret) => emptyMessage(secret as MessageObject, form, table, fields),
  };
}

function isPlainObject(object: MessageObject): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

const NOTHING: readonly { readonly name: string; readonly value: unknown }[] = [];

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

/** The copy of an own property. A property that cannot be read counts as one that is not what the schema says. */
function copyOf(
  property: PropertyCopy | undefined,
  object: MessageObject,
  name: string,
  depth: number,
  path: Parameters<CopyProperty>[3],
): { readonly value: unknown; readonly isChanged: boolean } {
  if (property === undefined) return GONE;
  let value: unknown;
  let copied: unknown = DROPPED;
  try {
    value = object[name];
    copied = property.copy(value, object, depth, path);
  } catch {
    // A getter, a proxy or the stack: whatever was thrown may hold a value, so it goes no further.
  }
  if (copied === DROPPED) copied = property.empty(value);
  return { value: copied, isChanged: !Object.is(copied, value) };
}

const GONE = { value: DROPPED, isChanged: true } as const;

/** The values of fields that a message inherits. */
function inheritedValues(
  object: MessageObject,
  fields: readonly FieldSlot[],
): readonly { readonly name: string; readonly value: unknown }[] {
  const found: { name: string; value: unknown }[] = [];
  for (const { names, read, isSet } of fields) {
    for (const name of names) {
      if (Object.hasOwn(object, name)) break;
      let value: unknown = DROPPED;
      try {
        value = read(object, name);
        if (value === undefined || isEmpty(value) || !isSet(value, object)) continue;
      } catch {
        // What cannot be read is not copied, and must not be found on the prototype either.
      }
      found.push({ name, value });
      break;
    }
  }
  return found;
}

/** Classes of protobufjs have empty lists and maps on their prototypes. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  return Object.getPrototypeOf(value) === Object.prototype && Reflect.ownKeys(value).length === 0;
}

function copyInherited(
  property: PropertyCopy | undefined,
  value: unknown,
  object: MessageObject,
  depth: number,
  path: Parameters<CopyProperty>[3],
): unknown {
  if (property === undefined || value === DROPPED) return DROPPED;
  try {
    return property.copy(value, object, depth, path);
  } catch {
    // As for own properties.
    return DROPPED;
  }
}

/** Whether an object holds nothing but its properties with names, and what its library keeps under symbols. */
function isNothingElse(object: MessageObject, isPlain: boolean, form: ObjectForm): boolean {
  const symbols = Object.getOwnPropertySymbols(object);
  if (symbols.length > 0 && !symbols.every((symbol) => isTypeSymbol(object, symbol, form))) return false;
  return isPlain || isPropertyBag(object);
}

/** Adds the type to a copy, where the library keeps it under a symbol. */
function withType(object: MessageObject, copy: object, form: ObjectForm): object {
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    if (!isTypeSymbol(object, symbol, form)) continue;
    Object.defineProperty(copy, symbol, { value: object[symbol], configurable: true, writable: true });
  }
  return copy;
}

function isTypeSymbol(object: MessageObject, symbol: symbol, form: ObjectForm): boolean {
  const slot = form.slots.get(symbol);
  return slot?.kind === "type" && slot.isType(object[symbol]);
}

/** A message of the same type and kind as another one, in which nothing is set. */
function emptyMessage(
  like: MessageObject,
  form: ObjectForm,
  table: ReadonlyMap<string, PropertyCopy>,
  fields: readonly FieldSlot[],
): object {
  const names: string[] = [];
  const values: unknown[] = [];
  for (const [name, property] of table) {
    names.push(name);
    values.push(property.empty(Object.hasOwn(like, name) ? like[name] : undefined));
  }
  // A Value without a kind is none.
  for (const [name, value] of Object.entries(form.textProperties?.(like, STRIPPED) ?? {})) {
    names.push(name);
    values.push(value);
  }
  const isPlain = isPlainObject(like);
  const prototype: object | null =
    isPlain || inheritedValues(like, fields).length === 0 ? Object.getPrototypeOf(like) : Object.prototype;
  return withType(like, objectOf(prototype, names, values), form);
}
