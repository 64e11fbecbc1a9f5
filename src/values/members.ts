import { isError, isMap, isPlain, isSet } from "./kinds.js";
import { REMOVED, type WalkRules } from "./walk-rules.js";

/** The walk under way, for the members of an object. */
export interface MemberWalk {
  readonly rules: WalkRules;
  /** Walks a value inside another one. Returns the same value, or what stands in its place. */
  member(value: unknown, depth: number): unknown;
  /** Records a change that no value shows, and returns what stands in place of the value. */
  changed<T>(replacement: T): T;
  /** Walks a value that a function of the copy returns later, when it is called. */
  later(value: unknown): unknown;
}

/** Some members of an object, walked. */
export interface Members {
  readonly isSame: boolean;
  /** Adds the members to a copy of the object. */
  addTo(copy: object): void;
}

/** The items, entries or values of an object. Undefined if it is not a collection. */
export function collectionOf(object: object): Collection | undefined {
  if (Array.isArray(object)) return { size: object.length, members: walkItems };
  if (isPlain(object)) return undefined;
  if (isMap(object)) return { size: Number(object.size), members: walkEntries };
  return isSet(object) ? { size: Number(object.size), members: walkSetValues } : undefined;
}

/** A list, Map or Set. */
export interface Collection {
  /** NaN if it only claims to be of its kind. */
  readonly size: number;
  /** Walks the members of this very object. */
  members(object: never, walk: MemberWalk, depth: number): Members;
}

/** The items of a list. */
function walkItems(list: readonly unknown[], walk: MemberWalk, depth: number): Members {
  let values: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    const value = walk.member(item, depth);
    if (values === undefined && value !== item) values = list.slice(0, index);
    values?.push(value);
  }
  return {
    isSame: values === undefined,
    addTo(copy) {
      const target = copy as unknown[]; // a copy is of the same kind
      const items = values ?? list;
      // Add items one by one: a call takes only so many arguments.
      for (let index = 0; index < items.length; index++) {
        const item = items[index];
        if (item !== undefined || index in list) target[index] = item;
        else target.length = index + 1;
      }
    },
  };
}

// Use the platform's functions, as `util.inspect` does: a subclass or a property may replace the object's own functions.
const { entries: entriesOfMap, set: setEntry } = Map.prototype;
const { values: valuesOfSet, add: addValue } = Set.prototype;

/** The entries of a Map: keys and values. */
function walkEntries(map: ReadonlyMap<unknown, unknown>, walk: MemberWalk, depth: number): Members {
  let isSame = true;
  const entries: (readonly [unknown, unknown])[] = [];
  const { rules } = walk;
  for (const [key, given] of iterated<[unknown, unknown]>(map, entriesOfMap)) {
    const kept = rules.keptEntry === undefined ? given : rules.keptEntry(key, given);
    if (kept !== given) isSame = walk.changed(false);
    if (kept === REMOVED) continue;
    const entry = [walk.member(key, depth), walk.member(kept, depth)] as const;
    isSame &&= entry[0] === key && entry[1] === kept;
    entries.push(entry);
  }
  return {
    isSame,
    addTo(copy) {
      for (const [key, value] of entries) setEntry.call(copy, key, value);
    },
  };
}

/** The values of a Set. */
function walkSetValues(set: ReadonlySet<unknown>, walk: MemberWalk, depth: number): Members {
  let isSame = true;
  const values: unknown[] = [];
  for (const item of iterated<unknown>(set, valuesOfSet)) {
    const value = walk.member(item, depth);
    isSame &&= value === item;
    values.push(value);
  }
  return {
    isSame,
    addTo(copy) {
      for (const value of values) addValue.call(copy, value);
    },
  };
}

/** Iterates by a function of the platform or, if the object is only like a collection, by the object's own function. */
function iterated<T>(
  collection: Iterable<unknown>,
  iterate: (this: never) => Iterable<unknown>,
): Iterable<T> {
  try {
    return Reflect.apply(iterate, collection, []) as Iterable<T>; // the function belongs to the kind of collection
  } catch {
    return limited(collection as Iterable<T>); // the object says that it is of this kind
  }
}

/** @throws {RangeError} if there are more items than any line shows. */
function* limited<T>(items: Iterable<T>): Iterable<T> {
  let count = 0;
  for (const item of items) {
    if (++count > MOST_ITERATED) throw new RangeError("too many items");
    yield item;
  }
}

/** How many items of a collection are read by its own function, which may never end. */
const MOST_ITERATED = 100_000;

const UNREAD: unique symbol = Symbol("unread");

/**
 * Properties with their names. A note replaces a property that cannot be read. In the copy, properties are as visible as in
 * the object.
 */
export function walkProperties(
  object: object,
  keys: readonly PropertyKey[],
  walk: MemberWalk,
  depth: number,
): Members {
  const { scrubsTexts, notes } = walk.rules;
  let isSame = true;
  const values: unknown[] = [];
  /** The names in the copy. Undefined while they are the same. */
  let names: PropertyKey[] | undefined;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? "";
    let property: unknown = UNREAD;
    try {
      property = Reflect.get(object, key);
    } catch {
      // The note below takes its place.
    }
    const value = property === UNREAD ? walk.changed(notes.unreadable) : walk.member(property, depth);
    isSame &&= value === property;
    values.push(value);
    const name = scrubsTexts ? nameOf(key, walk, depth) : key;
    if (names === undefined && name !== key) names = keys.slice(0, index);
    names?.push(name);
  }
  return {
    isSame: isSame && names === undefined,
    addTo(copy) {
      const isPlainCopy = walk.rules.keys !== "all" && Object.getPrototypeOf(copy) === Object.prototype;
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index] ?? "";
        const name = names === undefined ? key : (names[index] ?? key);
        if (isPlainCopy && typeof name === "string" && name !== "__proto__") {
          (copy as Record<string, unknown>)[name] = values[index]; // a plain object takes any name
        } else {
          const isEnumerable = Object.prototype.propertyIsEnumerable.call(object, key);
          define(copy, name, values[index], isEnumerable);
        }
      }
    },
  };
}

/** The name of a property in the copy: a text in place of a symbol whose description holds a secret. */
function nameOf(key: PropertyKey, walk: MemberWalk, depth: number): PropertyKey {
  if (typeof key === "string") return String(walk.member(key, depth));
  if (typeof key !== "symbol" || key.description === undefined) return key;
  const text = walk.member(key.description, depth);
  return text === key.description ? key : String(text);
}

/** Sets an own property with any name, without calling setters of a prototype. */
export function define(object: object, key: PropertyKey, value: unknown, enumerable: boolean): void {
  Object.defineProperty(object, key, { value, enumerable, writable: true, configurable: true });
}

/** The own properties of an object that a walk visits, items of a list excepted. */
export function keysOf(object: object, keys: WalkRules["keys"]): readonly PropertyKey[] {
  if (keys === "json" && isPlain(object)) return Object.keys(object);
  const own = ownKeys(object, keys);
  if (isError(object)) return errorKeys(object, own);
  if (!Array.isArray(object) && !ArrayBuffer.isView(object)) return own;
  return own.filter((key) => typeof key !== "string" || !/^(?:\d+|length)$/.test(key));
}

function ownKeys(object: object, keys: WalkRules["keys"]): readonly PropertyKey[] {
  if (keys === "all") return Reflect.ownKeys(object);
  return keys === "json" && !isError(object) ? Object.keys(object) : printedKeys(object);
}

/** The enumerable own properties, those under symbols included. */
export function printedKeys(object: object): readonly PropertyKey[] {
  const names = Object.keys(object);
  const symbols = Object.getOwnPropertySymbols(object);
  if (symbols.length === 0) return names;
  const isVisible = (symbol: symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol);
  return [...names, ...symbols.filter(isVisible)];
}

// Visit these wherever a class defines them: a getter of the class may not work on a copy.
const ERROR_KEYS = ["name", "message", "stack"];
const RARE_ERROR_KEYS = ["cause", "errors", "code"];

/** The given own keys of an error, and the properties that it inherits and loggers print. */
export function errorKeys(error: object, own: readonly PropertyKey[]): readonly PropertyKey[] {
  const keys = new Set<PropertyKey>(own);
  for (const key of ERROR_KEYS) keys.add(key);
  for (const key of RARE_ERROR_KEYS) if (key in error) keys.add(key);
  for (const key in error) keys.add(key);
  return [...keys];
}
