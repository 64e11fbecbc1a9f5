import { STRIPPED } from "../../marker.js";
import { ownValue } from "../../options/own-value.js";
import type { Path } from "../../plan/path.js";
import { isPlainObject, isPropertyBag } from "../../representations/kinds.js";
import { hasHiddenProperties, setOwn } from "../../representations/own-property.js";
import type { MessageAccess, MessageObject, ObjectForm } from "../../representations/representation.js";
import { type Inherited, inheritedFrom } from "./inherited-values.js";
import { objectOf } from "./object-like.js";
import {
  copyProperty,
  type PropertyCopies,
  type PropertyCopy,
  propertyCopies,
  type SpecialCopies,
} from "./property-copy.js";
import { type CopyContext, type CopyValue, DROPPED, type ValueCopy } from "./value-copy.js";

/**
 * Makes the copy for messages that are objects with properties for their fields. It copies property by property, and reads
 * each property once. Properties that the type does not have are dropped, and so are properties that cannot be read.
 * Inherited values, from an object with defaults or from getters of a class, become own properties of the copy. Such a copy
 * is a plain object, because the prototype might still show the values.
 */
export function messageCopy(
  form: ObjectForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): ValueCopy {
  const byName = propertyCopies(form, access, context, special);
  const copySlowly: CopyValue = (message, depth, path) =>
    copyByName(message as MessageObject, depth, path, { form, byName }); // it was accepted
  return {
    copy(message, depth, path) {
      const object = message as MessageObject; // it was accepted
      if (Object.getPrototypeOf(object) !== Object.prototype) return copySlowly(message, depth, path);
      let copy: Record<string, unknown>;
      try {
        copy = { ...object };
      } catch {
        // A getter or a proxy threw. Read the other properties one by one.
        return copySlowly(message, depth, path);
      }
      let count = 0;
      let isChanged = false;
      let isDropped = false;
      // A polluted Object.prototype adds names. Then the count is wrong, and `hasHiddenProperties` notices it.
      for (const name in copy) {
        count++;
        const property = byName.get(name);
        // Read the value from the copy, so that each property of the original is read only once.
        const value = copy[name];
        const copied = property === undefined ? DROPPED : copyProperty(property, value, object, depth, path);
        if (Object.is(copied, value)) continue;
        isChanged = true;
        if (copied === DROPPED) isDropped = true;
        setOwn(copy, name, copied);
      }
      if (hasHiddenProperties(object, count)) return copySlowly(message, depth, path);
      if (!isChanged) return object;
      // A proxy may have given the copy more properties.
      if (Object.getOwnPropertySymbols(copy).length > 0) return copySlowly(message, depth, path);
      return isDropped ? withoutDropped(object, copy, form) : copy;
    },
    // Only asked for messages that were accepted: objects.
    replace: (secret) => emptyMessage(secret as MessageObject, form, byName),
  };
}

/** How messages of one form are copied. */
interface FormParts {
  readonly form: ObjectForm;
  readonly byName: PropertyCopies;
}

/** Copies objects of a class, objects with hidden properties or symbols, and objects with properties that cannot be read. */
function copyByName(object: MessageObject, depth: number, path: Path, { form, byName }: FormParts): object {
  const isPlain = isPlainObject(object);
  const inherited = isPlain ? NOTHING : inheritedFrom(object, form.slots);
  const names: string[] = [];
  const values: unknown[] = [];
  let isChanged = !inherited.isHarmless;
  // Own properties come last: of several members of a oneof, the last one counts.
  for (const { name, value } of inherited.values) {
    names.push(name);
    values.push(copyInherited(byName.get(name), value, object, depth, path));
  }
  for (const name of Object.getOwnPropertyNames(object)) {
    const copied = copyOf(byName.get(name), object, name, depth, path);
    names.push(name);
    // In a plain object, null may be a value.
    const isUnset = !inherited.isHarmless && copied.value === null && isNotSet(object, name, form);
    values.push(isUnset ? DROPPED : copied.value);
    if (copied.isChanged) isChanged = true;
  }
  if (!isChanged && isNothingElse(object, isPlain, form)) return object;
  const prototype = inherited.isHarmless ? Object.getPrototypeOf(object) : Object.prototype;
  return withType(object, objectOf(prototype, names, values), form);
}

/**
 * The copy without what was dropped. A null goes, too, if it means "not set" only because the object has a property for every
 * field: the copy lacks some, and there null would be a value.
 */
function withoutDropped(
  object: MessageObject,
  copy: Readonly<Record<string, unknown>>,
  form: ObjectForm,
): object {
  const names = Object.keys(copy);
  const values = names.map((name) =>
    copy[name] === null && isNotSet(object, name, form) ? DROPPED : copy[name],
  );
  return objectOf(Object.getPrototypeOf(object), names, values);
}

function isNotSet(object: MessageObject, name: string, form: ObjectForm): boolean {
  const slot = form.slots.get(name);
  return slot?.kind === "field" && slot.read(object, name) === undefined;
}

const NOTHING: Inherited = { isHarmless: true, values: [] };

/** The copy of an own property. A property that cannot be read counts as a value of the wrong type. */
function copyOf(
  property: PropertyCopy | undefined,
  object: MessageObject,
  name: string,
  depth: number,
  path: Path,
): { readonly value: unknown; readonly isChanged: boolean } {
  if (property === undefined) return GONE;
  let value: unknown;
  try {
    value = object[name];
  } catch {
    return { value: property.empty(undefined), isChanged: true };
  }
  const copied = copyProperty(property, value, object, depth, path);
  return { value: copied, isChanged: !Object.is(copied, value) };
}

const GONE = { value: DROPPED, isChanged: true } as const;

function copyInherited(
  property: PropertyCopy | undefined,
  value: unknown,
  object: MessageObject,
  depth: number,
  path: Path,
): unknown {
  if (property === undefined || value === DROPPED) return DROPPED;
  try {
    return property.copy(value, object, depth, path);
  } catch {
    // The error may hold a value, so it is dropped, as for own properties.
    return DROPPED;
  }
}

/** Whether an object holds nothing but properties with string keys, and the type under the symbol of its library. */
function isNothingElse(object: MessageObject, isPlain: boolean, form: ObjectForm): boolean {
  const symbols = Object.getOwnPropertySymbols(object);
  if (symbols.length > 0 && !symbols.every((symbol) => isTypeSymbol(object, symbol, form))) return false;
  return isPlain || isPropertyBag(object);
}

/** Adds the type to a copy, if the library keeps it under a symbol. */
function withType(object: MessageObject, copy: object, form: ObjectForm): object {
  for (const [symbol, slot] of form.slots) {
    if (typeof symbol === "string" || slot.kind !== "type") continue;
    const type = object[symbol];
    if (!slot.isType(type) || slot.isType(Reflect.get(copy, symbol))) continue;
    Object.defineProperty(copy, symbol, { value: type, configurable: true, writable: true });
  }
  return copy;
}

function isTypeSymbol(object: MessageObject, symbol: symbol, form: ObjectForm): boolean {
  const slot = form.slots.get(symbol);
  return slot?.kind === "type" && slot.isType(object[symbol]);
}

/** A message of the same type and kind as another one, in which nothing is set. */
function emptyMessage(like: MessageObject, form: ObjectForm, byName: PropertyCopies): object {
  const names: string[] = [];
  const values: unknown[] = [];
  for (const [name, property] of byName) {
    names.push(name);
    values.push(property.empty(Object.hasOwn(like, name) ? like[name] : undefined));
  }
  // A Value must have a kind, so it holds the marker.
  for (const [name, value] of Object.entries(ownValue(form, "textProperties")?.(like, STRIPPED) ?? {})) {
    names.push(name);
    values.push(value);
  }
  const isHarmless = isPlainObject(like) || inheritedFrom(like, form.slots).isHarmless;
  const prototype: object | null = isHarmless ? Object.getPrototypeOf(like) : Object.prototype;
  return withType(like, objectOf(prototype, names, values), form);
}
