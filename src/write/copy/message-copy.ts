import { STRIPPED } from "../../marker.js";
import { ownValue } from "../../options/own-value.js";
import type { Path } from "../../plan/path.js";
import { isPropertyBag } from "../../representations/kinds.js";
import { hasHiddenProperties, setOwn } from "../../representations/own-property.js";
import type { MessageAccess, MessageObject, ObjectForm } from "../../representations/representation.js";
import { inheritedFrom } from "./inherited-values.js";
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
      if (!isDropped) return copy;
      const names = Object.keys(copy);
      return objectOf(Object.prototype, names, withoutUnset(object, names, Object.values(copy), form));
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
  const inherited = inheritedFrom(object, form.slots);
  const names: string[] = [];
  const values: unknown[] = [];
  let isChanged = !inherited.isHarmless;
  let isDropped = isChanged;
  // Own properties come last: of several members of a oneof, the last one counts.
  for (const { name, value } of inherited.values) {
    names.push(name);
    values.push(copyOf(byName.get(name), value, object, depth, path));
  }
  for (const name of Object.getOwnPropertyNames(object)) {
    const property = byName.get(name);
    const value = property === undefined ? DROPPED : ownOf(object, name);
    const copied = copyOf(property, value, object, depth, path);
    names.push(name);
    values.push(copied);
    if (copied === DROPPED) isDropped = true;
    if (!Object.is(copied, value)) isChanged = true;
  }
  if (!isChanged && !isDropped && isNothingElse(object, form)) return object;
  const prototype = inherited.isHarmless ? Object.getPrototypeOf(object) : Object.prototype;
  const kept = isDropped ? withoutUnset(object, names, values, form) : values;
  return withType(object, objectOf(prototype, names, kept), form);
}

/**
 * The values of a copy that lacks some properties of the message, or the prototype. Each null goes that means "not set" only
 * because of what is missing: in the copy it would be a value.
 */
function withoutUnset(
  object: MessageObject,
  names: readonly string[],
  values: readonly unknown[],
  form: ObjectForm,
): readonly unknown[] {
  return values.map((value, index) =>
    value === null && isNotSet(object, names[index] ?? "", form) ? DROPPED : value,
  );
}

function isNotSet(object: MessageObject, name: string, form: ObjectForm): boolean {
  const slot = form.slots.get(name);
  return slot?.kind === "field" && slot.read(object, name) === undefined;
}

/** An own property; {@link DROPPED} if it cannot be read. */
function ownOf(object: MessageObject, name: string): unknown {
  try {
    return object[name];
  } catch {
    return DROPPED;
  }
}

/** The copy of a property. One that cannot be read counts as a value of the wrong type. */
function copyOf(
  property: PropertyCopy | undefined,
  value: unknown,
  object: MessageObject,
  depth: number,
  path: Path,
): unknown {
  if (property === undefined) return DROPPED;
  return value === DROPPED ? property.empty(undefined) : copyProperty(property, value, object, depth, path);
}

/** Whether an object holds nothing but properties with string keys, and the type under the symbol of its library. */
function isNothingElse(object: MessageObject, form: ObjectForm): boolean {
  const symbols = Object.getOwnPropertySymbols(object);
  return symbols.every((symbol) => isTypeSymbol(object, symbol, form)) && isPropertyBag(object);
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
  const { isHarmless } = inheritedFrom(like, form.slots);
  const prototype: object | null = isHarmless ? Object.getPrototypeOf(like) : Object.prototype;
  return withType(like, objectOf(prototype, names, values), form);
}
