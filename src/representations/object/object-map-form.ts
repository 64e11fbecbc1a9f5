import type { FieldShape } from "../../schema/message-shape.js";
import { hasHiddenProperties, type MapForm, plainMapForm } from "../map-form.js";
import { isMessageObject, type MessageObject } from "./message-object.js";
import { integer64Like } from "./neutral-value.js";
import { hash, isHashed, mapOf } from "./object-maps.js";

/** The forms that a map field has in objects: those that {@link mapOf} reads. */
export function objectMapForm(field: FieldShape): MapForm {
  const toMap = mapOf(field);
  return {
    open(map) {
      const readable = toMap(map);
      if (!(readable instanceof Map))
        return isMessageObject(readable) ? plainMapForm.open(readable) : undefined;
      return {
        keys: [...readable.keys()],
        values: [...readable.values()],
      };
    },
    holdsMore(map, entries) {
      const isPlain = isMessageObject(map) && !(toMap(map) instanceof Map);
      return isPlain ? plainMapForm.holdsMore(map, entries) : entriesIn(map) !== entries;
    },
    build(like, keys, values) {
      if (like instanceof Map) {
        const keyOf = keysLike(like.keys());
        return new Map(keys.map((key, index) => [keyOf(key), values[index]]));
      }
      if (Array.isArray(like)) return entriesLike(like, keys, values);
      const isHashedLike = isMessageObject(like) && readsHashes(like, toMap);
      return plainMapForm.build(like, isHashedLike ? keys.map(hash) : keys, values);
    },
  };
}

function readsHashes(map: MessageObject, toMap: (map: unknown) => unknown): boolean {
  return toMap(map) instanceof Map && Object.keys(map).some(isHashed);
}

/** How many entries a map has that is not a plain object of them; NaN if it holds anything else. */
function entriesIn(map: unknown): number {
  if (map instanceof Map) return hasHiddenProperties(map, 0) ? Number.NaN : map.size;
  if (Array.isArray(map)) return map.every(isPlainEntry) ? map.length : Number.NaN;
  const keys = Object.keys(map as object); // the only other form there is
  return hasHiddenProperties(map as object, keys.length) ? Number.NaN : keys.length; // the same object
}

function isPlainEntry(entry: unknown): boolean {
  if (Array.isArray(entry)) return entry.length <= 2;
  const names = Object.keys(entry as object); // a list of anything else is no map
  return (
    names.every((name) => name === "key" || name === "value") &&
    !hasHiddenProperties(entry as object, names.length) // the same object
  );
}

/** Finds the key for a text: the one that was there, or one of the same kind as the others. */
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
    return typeof like === "string" ? text : integer64Like(like, BigInt(text));
  };
}

/** A list of pairs, or of entry messages. */
function entriesLike(
  like: readonly unknown[],
  keys: readonly string[],
  values: readonly unknown[],
): readonly unknown[] {
  const arePairs = Array.isArray(like[0]);
  // The lists that are maps hold pairs, or messages with these two fields.
  const own = like.map((entry: unknown) =>
    Array.isArray(entry) ? entry[0] : (entry as MessageObject)["key"],
  );
  const keyOf = keysLike(own);
  return keys.map((key, index) =>
    arePairs ? [keyOf(key), values[index]] : { key: keyOf(key), value: values[index] },
  );
}
