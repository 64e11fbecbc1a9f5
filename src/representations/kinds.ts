import type { MessageObject } from "./representation.js";

/**
 * Finds the kind of an object from any realm. jest, `vm`, an iframe and Electron each have their own `Map`, for which
 * `instanceof` is false.
 */

const MAP_SIZE = Object.getOwnPropertyDescriptor(Map.prototype, "size")?.get;
const SET_SIZE = Object.getOwnPropertyDescriptor(Set.prototype, "size")?.get;
const { getTime } = Date.prototype;

/** Whether a value is a Map. A proxy of a Map is not. */
export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  if (value instanceof Map) return true;
  return isTagged(value, "Map") && succeeds(() => MAP_SIZE?.call(value));
}

/** Whether a value is a Set. */
export function isSet(value: unknown): value is ReadonlySet<unknown> {
  if (value instanceof Set) return true;
  return isTagged(value, "Set") && succeeds(() => SET_SIZE?.call(value));
}

/** Whether a value is a Date. */
export function isDate(value: unknown): value is Date {
  if (value instanceof Date) return true;
  return isTagged(value, "Date") && succeeds(() => getTime.call(value));
}

/** The primitive in a boxed string, number, bigint or boolean; any other value as it is. */
export function unboxed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const unbox of UNBOX) {
    try {
      return unbox(value);
    } catch {
      // It is not of that kind.
    }
  }
  return value;
}

// Each throws for a value that is not boxed in its way.
const UNBOX: readonly ((box: object) => unknown)[] = [
  (box) => String.prototype.valueOf.call(box),
  (box) => Number.prototype.valueOf.call(box),
  (box) => BigInt.prototype.valueOf.call(box),
  (box) => Boolean.prototype.valueOf.call(box),
];

/** Whether an object is plain: it has no prototype, or that of plain objects in any realm. */
export function isPlainObject(object: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(object);
  return prototype === null || isObjectPrototype(prototype);
}

/** Whether an object is the `Object.prototype` of any realm. An object without a prototype that holds values is not. */
export function isObjectPrototype(object: object): boolean {
  if (object === Object.prototype) return true;
  return Object.getPrototypeOf(object) === null && OBJECT_METHODS.every((name) => isMethod(object, name));
}

const OBJECT_METHODS = ["hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"];

function isMethod(object: object, name: string): boolean {
  return typeof Object.getOwnPropertyDescriptor(object, name)?.value === "function";
}

/**
 * Whether an object, plain or of a class, holds nothing but its properties. A Set, a Promise or a boxed string holds more,
 * and so may a proxy of one of them.
 */
export function isPropertyBag(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Object.prototype || prototype === null) return true;
  if (Array.isArray(object) || ArrayBuffer.isView(object)) return false;
  return Object.prototype.toString.call(object) === "[object Object]";
}

/** Whether a value can be a message: an object that is not a list, map, date or buffer. */
export function isMessageObject(value: unknown): value is MessageObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return !Array.isArray(value) && !ArrayBuffer.isView(value) && !isMap(value) && !isDate(value);
}

function isTagged(value: unknown, tag: string): value is object {
  return (
    typeof value === "object" && value !== null && Object.prototype.toString.call(value) === `[object ${tag}]`
  );
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
