import { setOwn } from "../representations/own-property.js";
import { isMap, isSet } from "./kinds.js";
import { UNREADABLE } from "./notes.js";

/** Walks what is inside another value. */
export interface MemberWalk {
  /** Returns the very value, or what stands in its place. */
  value(value: unknown): unknown;
  /** Says that a note stands in place of a value. */
  note(note: string): string;
}

/** Some members of an object, walked. */
export interface Members {
  readonly isSame: boolean;
  /** Puts them into a copy of the object. */
  addTo(copy: object): void;
}

/** The items of a list. A gap counts as undefined, as in JSON. */
export function walkItems(list: readonly unknown[], walk: MemberWalk): Members {
  let values: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    const value = walk.value(item);
    if (values === undefined && value !== item) values = list.slice(0, index);
    values?.push(value);
  }
  return {
    isSame: values === undefined,
    addTo(copy) {
      // One by one: there may be more than a call can have arguments.
      for (const value of values ?? list) (copy as unknown[]).push(value); // a copy is of the same kind
    },
  };
}

/** The entries of a Map: keys and values. */
export function walkEntries(map: ReadonlyMap<unknown, unknown>, walk: MemberWalk): Members {
  let isSame = true;
  const entries = Array.from(map, ([key, value]) => {
    const entry = [walk.value(key), walk.value(value)] as const;
    isSame &&= entry[0] === key && entry[1] === value;
    return entry;
  });
  return {
    isSame,
    addTo(copy) {
      for (const [key, value] of entries) (copy as Map<unknown, unknown>).set(key, value); // as above
    },
  };
}

/** The values of a Set. */
export function walkSetValues(set: ReadonlySet<unknown>, walk: MemberWalk): Members {
  let isSame = true;
  const values = Array.from(set, (item) => {
    const value = walk.value(item);
    isSame &&= value === item;
    return value;
  });
  return {
    isSame,
    addTo(copy) {
      for (const value of values) (copy as Set<unknown>).add(value); // as above
    },
  };
}

/**
 * Properties, with their names. One that cannot be read becomes a note. In the copy of an error they are as visible as
 * in the error.
 */
export function walkProperties(object: object, keys: readonly PropertyKey[], walk: MemberWalk): Members {
  let isSame = true;
  const names: PropertyKey[] = [];
  const values: unknown[] = [];
  for (const key of keys) {
    let property: unknown = UNREAD;
    try {
      property = Reflect.get(object, key);
    } catch {
      walk.note(UNREADABLE);
    }
    const value = property === UNREAD ? UNREADABLE : walk.value(property);
    const name = typeof key === "string" ? String(walk.value(key)) : key;
    isSame &&= value === property && name === key;
    values.push(value);
    names.push(name);
  }
  return {
    isSame,
    addTo(copy) {
      const isPlain = Object.getPrototypeOf(copy) === Object.prototype;
      for (const [index, name] of names.entries()) {
        const value = values[index];
        if (isPlain && typeof name === "string") setOwn(copy as Record<string, unknown>, name, value);
        else define(copy, name, value, isEnumerable(object, keys[index] ?? name));
      }
    },
  };
}

const UNREAD: unique symbol = Symbol("unread");

function isEnumerable(object: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(object, key);
}

/** Sets an own property, whatever its name is, and whatever setters a prototype has. */
export function define(object: object, key: PropertyKey, value: unknown, enumerable: boolean): void {
  Object.defineProperty(object, key, { value, enumerable, writable: true, configurable: true });
}

/** An empty object of the same kind and class. */
export function emptyLike(object: object): object {
  const prototype: object | null = Object.getPrototypeOf(object);
  if (prototype === Object.prototype) return {};
  if (Array.isArray(object)) return [];
  if (isMap(object)) return new Map();
  if (isSet(object)) return new Set();
  return Object.create(prototype);
}
