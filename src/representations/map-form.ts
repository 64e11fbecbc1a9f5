import { isPlainMap } from "./plain-maps.js";

/** How maps are taken apart, and others like them put together. */
export interface MapForm {
  /** The entries of a map; undefined if the value is none. */
  open(map: unknown): MapEntries | undefined;
  /** Whether there is something in a map beside so many entries. */
  holdsMore(map: unknown, entries: number): boolean;
  /** A map of the same form as the given value, if that is one, with the given entries. */
  build(like: unknown, keys: readonly string[], values: readonly unknown[]): unknown;
}

/** The entries of a map. */
export interface MapEntries {
  /** Keys as ProtoJSON texts, none of them twice. */
  readonly keys: readonly string[];
  /** In an array of the caller's own. */
  readonly values: unknown[];
}

/** Maps that are plain objects. Keys are those of the object itself, so that `__proto__` is a key like any other. */
export const plainMapForm: MapForm = {
  open(map) {
    if (!isPlainMap(map)) return undefined;
    const keys = Object.keys(map);
    const values = Object.values(map);
    // Only a proxy changes its mind in between.
    return values.length === keys.length ? { keys, values } : undefined;
  },
  holdsMore(map, entries) {
    return typeof map !== "object" || map === null || !isPlain(map) || hasHiddenProperties(map, entries);
  },
  build(_like, keys, values) {
    const map: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index++) setOwn(map, keys[index] ?? "", values[index]);
    return map;
  },
};

/** Whether an object is nothing but its properties: no Set or class that holds something else. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** Whether an object has properties beside its enumerable ones with names. */
export function hasHiddenProperties(object: object, enumerable: number): boolean {
  return (
    Object.getOwnPropertyNames(object).length !== enumerable ||
    Object.getOwnPropertySymbols(object).length > 0
  );
}

/** Sets a property of a plain object, whatever its name is. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
