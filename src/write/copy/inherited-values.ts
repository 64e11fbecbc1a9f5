import { isBytes } from "../../options/is-bytes.js";
import { isMessageObject } from "../../representations/kinds.js";
import { statedTypeName } from "../../representations/object/stated-type.js";
import { prototypesOf } from "../../representations/own-property.js";
import type { MessageObject, Slot } from "../../representations/representation.js";
import { isLong, onlyLong } from "../../scalars/integer-64.js";
import { DROPPED } from "./value-copy.js";

/** What a message inherits. */
export interface Inherited {
  /**
   * Whether a copy may have the same prototype: an object without properties of its own that has it is an empty message, and
   * shows nothing else. This is so for the classes that libraries generate, which have defaults and methods there.
   */
  readonly isHarmless: boolean;
  /** The values that a copy without the prototype needs, in the order in which they count: the last one is the nearest. */
  readonly values: readonly InheritedValue[];
}

/** A value that a message inherits under a property of its type; {@link DROPPED} if it cannot be read. */
export interface InheritedValue {
  readonly name: string;
  readonly value: unknown;
}

/** Finds what a message inherits, from an object with defaults or from a class. */
export function inheritedFrom(object: MessageObject, slots: ReadonlyMap<string | symbol, Slot>): Inherited {
  // Both are made when needed: this runs for every message of a class.
  let bare: MessageObject | undefined;
  let found: Map<string | symbol, unknown> | undefined;
  let isHarmless = true;
  const prototypes = prototypesOf(object);
  for (let index = prototypes.length - 1; index >= 0; index--) {
    const prototype = prototypes[index] ?? object;
    for (const name of Reflect.ownKeys(prototype)) {
      const property = Object.getOwnPropertyDescriptor(prototype, name) ?? UNCLEAR;
      if (typeof property.value === "function") continue;
      const slot = slots.get(name);
      const isShadowed = Object.hasOwn(object, name);
      // An object without own properties shows what own properties hide.
      if (isShadowed) bare ??= Object.create(Object.getPrototypeOf(object)) as MessageObject;
      const value =
        slot === undefined ? unknownValue(property) : visible((isShadowed && bare) || object, name, slot);
      found?.delete(name);
      // A getter may show in the copy what it does not show here.
      if (slot?.kind === "field" && property.get !== undefined) isHarmless = false;
      if (value === undefined) continue;
      if (!isShadowed) found = (found ?? new Map<string | symbol, unknown>()).set(name, value);
      // The name of a type, or of the member of a oneof, is no value by itself.
      const isName = typeof value === "string" && (slot?.kind === "oneof" || slot?.kind === "type");
      if (!isName) isHarmless = false;
    }
  }
  if (isHarmless || found === undefined) return { isHarmless, values: [] };
  const values = [...found].flatMap(([name, value]) => (typeof name === "string" ? { name, value } : []));
  return { isHarmless, values };
}

/** A property without a description, as only a proxy has it. It may show anything, as a getter may. */
const UNCLEAR: PropertyDescriptor = { get: () => undefined };

/** What can be seen under a property of the type; undefined if that says nothing. */
function visible(object: MessageObject, name: string | symbol, slot: Slot): unknown {
  try {
    switch (slot.kind) {
      case "type": {
        const value = object[name];
        if (value === undefined || typeof name === "symbol") return undefined;
        // protobufjs has an object there, which knows the name.
        const type = typeof value === "object" ? statedTypeName(object) : value;
        return slot.isType(type) ? type : DROPPED;
      }
      case "field": {
        const value = slot.read(object, String(name));
        return isEmpty(value) || !slot.isSet(value, object) ? undefined : value;
      }
      case "oneof": {
        const value = object[name];
        return typeof value === "string" || isMessageObject(value) ? value : undefined;
      }
    }
  } catch {
    // A value that cannot be read is not copied, and must not be found on the prototype either.
    return DROPPED;
  }
}

/** What a prototype has under a property that is not of the type. A getter is not called: it may show anything. */
function unknownValue(property: PropertyDescriptor): unknown {
  if (property.get !== undefined) return DROPPED;
  const { value }: { readonly value?: unknown } = property;
  const isNothing = !value || isEmpty(value) || isZeroOfProtobufjs(value);
  return isNothing ? undefined : DROPPED;
}

/** Whether a value is no bytes or the `Long` zero: what classes of protobufjs have there for their extension fields. */
function isZeroOfProtobufjs(value: unknown): boolean {
  if (isLong(value)) return value.low === 0 && value.high === 0 && onlyLong(value) === value;
  return isBytes(value) && Reflect.ownKeys(value).length === 0;
}

/** Whether a value is an empty list or map. Classes of protobufjs have such defaults on their prototypes. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  return Object.getPrototypeOf(value) === Object.prototype && Reflect.ownKeys(value).length === 0;
}
