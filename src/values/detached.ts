import { isBytes } from "../options/is-bytes.js";
import { isPlainObject } from "../representations/kinds.js";
import { isMap, isSet } from "./kinds.js";

/**
 * A copy of a value that was made safe, for code that reads it later: whoever made the value may still add to its parts, and the
 * secrets that are live now may be released by then. Copies plain objects, lists, Maps, Sets and bytes, however deep. Other objects
 * stay as they are.
 *
 * @param value what a walk returned, so its depth is limited.
 */
export function detached<T>(value: T): T {
  return copyOf(value, new Map()) as T; // a copy has all that a plain value has
}

function copyOf(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (isBytes(value)) return Uint8Array.from(value);
  if (Array.isArray(value)) return withProperties([], value, copies);
  if (isMap(value)) {
    const map = new Map();
    copies.set(value, map);
    for (const [key, one] of value) map.set(copyOf(key, copies), copyOf(one, copies));
    return map;
  }
  if (isSet(value)) {
    const set = new Set();
    copies.set(value, set);
    for (const one of value) set.add(copyOf(one, copies));
    return set;
  }
  return isPlainObject(value)
    ? withProperties(Object.create(Object.getPrototypeOf(value)), value, copies)
    : value;
}

function withProperties(copy: object, value: object, copies: Map<object, object>): object {
  copies.set(value, copy);
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key) ?? {};
    if ("value" in property) property.value = copyOf(property.value, copies);
    Object.defineProperty(copy, key, property);
  }
  return copy;
}
