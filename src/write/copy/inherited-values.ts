import type { FieldSlot, MessageObject } from "../../representations/representation.js";
import { DROPPED } from "./value-copy.js";

/** The value of a field that a message inherits; {@link DROPPED} if it cannot be read. */
export interface InheritedValue {
  readonly name: string;
  readonly value: unknown;
}

/** The values of fields that a message inherits. */
export function inheritedValues(
  object: MessageObject,
  fields: readonly FieldSlot[],
): readonly InheritedValue[] {
  const found: InheritedValue[] = [];
  for (const { names, read, isSet } of fields) {
    for (const name of names) {
      if (Object.hasOwn(object, name)) break;
      let value: unknown = DROPPED;
      try {
        value = read(object, name);
        if (value === undefined || isEmpty(value) || !isSet(value, object)) continue;
      } catch {
        // A value that cannot be read is dropped. The copy must not inherit it from the prototype, either.
      }
      found.push({ name, value });
      break;
    }
  }
  return found;
}

/** Whether a value is an empty list or map. Classes of protobufjs have such defaults on their prototypes. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  return Object.getPrototypeOf(value) === Object.prototype && Reflect.ownKeys(value).length === 0;
}
