import { setOwn } from "../read/map-form.js";

/** The function with which an object says how `util.inspect` shows it. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never; // a registered symbol has no unique type

/** An empty object of the same kind. */
export function emptyLike(object: object): object {
  if (Array.isArray(object)) return [];
  if (object instanceof Map) return new Map();
  if (object instanceof Set) return new Set();
  const prototype: object | null = Object.getPrototypeOf(object);
  return prototype === Object.prototype ? {} : Object.create(prototype);
}

/** Sets an own property, whatever its name is, and whatever setters a prototype has. */
export function define(object: object, key: PropertyKey, value: unknown, enumerable: boolean): void {
  Object.defineProperty(object, key, { value, enumerable, writable: true, configurable: true });
}

/** Fills an object that {@link emptyLike} made: enumerable properties with these names and values. */
export function fill(copy: object, keys: readonly PropertyKey[], values: readonly unknown[]): void {
  const isPlain = Object.getPrototypeOf(copy) === Object.prototype;
  for (const [index, key] of keys.entries()) {
    if (isPlain && typeof key === "string") setOwn(copy as Record<string, unknown>, key, values[index]);
    else define(copy, key, values[index], true);
  }
}

/** Own properties that get printed: the enumerable ones, those with symbols as names included. */
export function printedKeys(object: object): readonly PropertyKey[] {
  const names = Object.keys(object);
  const symbols = Object.getOwnPropertySymbols(object);
  if (symbols.length === 0) return names;
  return [...names, ...symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol))];
}

// Read whether or not they are enumerable, and wherever a class defines them.
const ERROR_KEYS = ["name", "message", "stack"];
const HIDDEN_ERROR_KEYS = ["cause", "errors"];

/** Properties of an error that get printed: its own, and the enumerable ones of its class, as loggers list them. */
export function printedErrorKeys(error: object): readonly PropertyKey[] {
  const keys = new Set<PropertyKey>(ERROR_KEYS);
  for (const key of HIDDEN_ERROR_KEYS) if (key in error) keys.add(key);
  for (const key of printedKeys(error)) keys.add(key);
  for (const key in error) keys.add(key);
  return [...keys];
}

/** Fills the copy of an error. A property is enumerable if it was one of the error's own. */
export function fillError(
  copy: object,
  error: object,
  keys: readonly PropertyKey[],
  values: readonly unknown[],
): void {
  for (const [index, key] of keys.entries()) {
    define(copy, key, values[index], Object.prototype.propertyIsEnumerable.call(error, key));
  }
}
