import type { FieldPlan } from "../../plan/compiled.js";
import { integer64Like, isLong, signed64, unsigned64 } from "../../scalars/integer-64.js";
import { scalarOf } from "../../scalars/scalars.js";
import { isMap, isMessageObject, isPlainObject, isPropertyBag } from "../kinds.js";
import { hasHiddenProperties, propertyKeys, propertyValue } from "../own-property.js";
import { plainMapSlot, plainMaps } from "../plain-maps.js";
import { EMPTY_MESSAGE, type MapAccess, type MapSlot, type MessageObject } from "../representation.js";
import { hash, hashedKeys, type ReadKeys } from "./hashed-keys.js";
import { isNullable } from "./null-values.js";
import { isOfProtobufjsClass } from "./stated-type.js";

/** Reads maps that are plain objects, or that a slot has opened as a {@link ReadableMap}. */
export const objectMaps: MapAccess = {
  keys(map) {
    return map instanceof ReadableMap ? map.keys : plainMaps.keys(map);
  },
  get: (map, key) => (map instanceof ReadableMap ? map.get(key) : plainMaps.get(map, key)),
};

/** A map in another form than a plain object, with ProtoJSON texts for keys. */
export class ReadableMap {
  readonly keys: readonly string[];
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.keys = [...values.keys()];
    this.#values = values;
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }
}

/**
 * Makes a function that returns the slot of a map field in a message. The map may be an object; a `Map`; a list of pairs or
 * of entry messages; or an object with 64-bit keys that are written as bytes. All forms except the first are opened as a
 * {@link ReadableMap}. Undefined for fields that are not maps.
 */
export function objectMapSlot({ field, keys }: FieldPlan): ((message: MessageObject) => MapSlot) | undefined {
  const { cardinality, type } = field;
  if (cardinality.kind !== "map" || keys === undefined) return undefined;
  const keyType = cardinality.key;
  const is64 = keyType.endsWith("64");
  const toInteger = /^[uf]/.test(keyType) ? unsigned64 : signed64;
  // An entry without a key or value has the default, as on the wire.
  const missingKey = scalarOf({ kind: "scalar", scalar: keyType }).zero;
  const missingValue = type.kind === "message" ? EMPTY_MESSAGE : scalarOf(type).zero;
  const isNullValue = isNullable(type);
  const readEntry = (entry: unknown): readonly [unknown, unknown] | undefined =>
    pairOf(entry, missingKey, missingValue, isNullValue);
  if (!is64) {
    const slot = mapSlot(toInteger, readEntry, undefined);
    return () => slot;
  }
  const readKeys = hashedKeys(keyType, keys);
  const ofPlain = mapSlot(toInteger, readEntry, (texts) => readKeys(texts, false));
  const ofClass = mapSlot(toInteger, readEntry, (texts) => readKeys(texts, true));
  return (message) => (isOfProtobufjsClass(message) ? ofClass : ofPlain);
}

/** Reads the keys of a map that may be written as bytes. */
type ReadHashes = (keys: readonly string[]) => ReturnType<ReadKeys>;

function mapSlot(
  toInteger: (long: unknown) => unknown,
  readEntry: (entry: unknown) => readonly [unknown, unknown] | undefined,
  readHashes: ReadHashes | undefined,
): MapSlot {
  const openObject = (raw: MessageObject): unknown => {
    // Another object may have a property whose name is as long as such a key: an ArrayBuffer has `detached`.
    if (readHashes === undefined || !isPropertyBag(raw)) return raw;
    const keys = propertyKeys(raw);
    const texts = readHashes(keys);
    if (texts === undefined) return raw;
    return new ReadableMap(new Map(keys.map((key, index) => [texts[index] ?? key, raw[key]])));
  };
  return {
    open(raw) {
      if (isMessageObject(raw)) return openObject(raw);
      // A value that is not a map stays as it is: writers print a note for it.
      if (isMap(raw)) return mapOfPairs([...raw], toInteger) ?? raw;
      return Array.isArray(raw) ? (mapOfPairs(raw.map(readEntry), toInteger) ?? raw) : raw;
    },
    isExact(raw, entries) {
      return isMessageObject(raw) ? plainMapSlot.isExact(raw, entries) : entriesIn(raw) === entries;
    },
    build(like, texts, values) {
      if (isMap(like)) {
        const keyOf = keysLike(like.keys());
        return new Map(texts.map((text, index) => [keyOf(text), values[index]]));
      }
      if (Array.isArray(like)) return entriesLike(like, texts, values);
      const isHashed = readHashes !== undefined && isMessageObject(like);
      const written = isHashed ? writtenKeys(propertyKeys(like), readHashes) : undefined;
      return plainMapSlot.build(like, written === undefined ? texts : texts.map(written), values);
    },
  };
}

/** Makes a function that writes keys as a map writes them; undefined if they are texts. */
function writtenKeys(
  keys: readonly string[],
  readHashes: ReadHashes,
): ((text: string) => string) | undefined {
  const texts = readHashes(keys);
  if (texts === undefined) return undefined;
  const known = new Map(texts.map((text, index) => [text, keys[index] ?? text]));
  return (text) => known.get(text) ?? hash(text);
}

/** A readable map; undefined if one of the pairs is none that a map can have. */
function mapOfPairs(
  pairs: readonly (readonly [key: unknown, value: unknown] | undefined)[],
  toInteger: (long: unknown) => unknown,
): ReadableMap | undefined {
  const map = new Map<string, unknown>();
  for (const pair of pairs) {
    if (pair === undefined) return undefined;
    const key = isLong(pair[0]) ? toInteger(pair[0]) : pair[0];
    if (!isKey(key)) return undefined;
    map.set(String(key), pair[1]);
  }
  return new ReadableMap(map);
}

function isKey(key: unknown): key is string | number | bigint | boolean {
  return (
    typeof key === "string" || typeof key === "number" || typeof key === "bigint" || typeof key === "boolean"
  );
}

/** The key and value of an entry, which is a pair or an entry message. */
function pairOf(
  entry: unknown,
  missingKey: unknown,
  missingValue: unknown,
  isNullValue: boolean,
): readonly [unknown, unknown] | undefined {
  if (Array.isArray(entry)) return [entry[0], entry[1]];
  if (!isMessageObject(entry) || !isPropertyBag(entry)) return undefined;
  const isNull = isNullValue && Object.hasOwn(entry, "value") && entry["value"] === null;
  const value = isNull ? null : (propertyValue(entry, "value") ?? missingValue);
  return [propertyValue(entry, "key") ?? missingKey, value];
}

/** The number of entries of a map that is not a plain object. NaN if it holds anything else. */
function entriesIn(raw: unknown): number {
  if (isMap(raw)) return isOwnMap(raw) && !hasHiddenProperties(raw, 0) ? raw.size : Number.NaN;
  if (Array.isArray(raw)) return raw.every(isPlainEntry) ? raw.length : Number.NaN;
  return Number.NaN;
}

/** Whether a map is of no subclass, which may hold anything else. */
function isOwnMap(map: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(map);
  return prototype === Map.prototype || (prototype !== null && isPlainObject(prototype));
}

function isPlainEntry(entry: unknown): boolean {
  if (Array.isArray(entry)) return entry.length <= 2;
  if (!isMessageObject(entry) || !isPlainObject(entry)) return false;
  const names = Object.keys(entry);
  return (
    names.every((name) => name === "key" || name === "value") && !hasHiddenProperties(entry, names.length)
  );
}

const INTEGER = /^-?\d+$/;

/** Finds the key for a text: the key that was there, or one of the same kind as the others. */
function keysLike(given: Iterable<unknown>): (text: string) => unknown {
  const keys = new Map<string, unknown>();
  let like: unknown = "";
  for (const key of given) {
    keys.set(String(key), key);
    like = key;
  }
  return (text) => {
    if (keys.has(text)) return keys.get(text);
    if (typeof like === "boolean") return text === "true";
    const isInteger = typeof like === "number" || typeof like === "bigint" || isLong(like);
    return isInteger && INTEGER.test(text) ? integer64Like(like, BigInt(text)) : text;
  };
}

/** A list of pairs, or of entry messages. */
function entriesLike(
  like: readonly unknown[],
  texts: readonly string[],
  values: readonly unknown[],
): readonly unknown[] {
  const arePairs = Array.isArray(like[0]);
  const own = like.map((entry: unknown) =>
    Array.isArray(entry) ? entry[0] : isMessageObject(entry) ? propertyValue(entry, "key") : undefined,
  );
  const keyOf = keysLike(own);
  return texts.map((text, index) =>
    arePairs ? [keyOf(text), values[index]] : { key: keyOf(text), value: values[index] },
  );
}
