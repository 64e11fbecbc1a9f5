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
      if (like instanceof Map) return new Map(keys.map((key, index) => [keyLike(like, key), values[index]]));
      if (Array.isArray(like)) return keys.map((key, index) => entryLike(like, key, values[index]));
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

/** The key of a `Map` for a text: its own, or one of the same kind as the others. */
function keyLike(map: ReadonlyMap<unknown, unknown>, text: string): unknown {
  let like: unknown = text;
  for (const key of map.keys()) {
    if (String(key) === text) return key;
    like = key;
  }
  if (typeof like === "boolean") return text === "true";
  return typeof like === "string" ? text : integer64Like(like, BigInt(text));
}

function entryLike(entries: readonly unknown[], key: string, value: unknown): unknown {
  const keys = new Map(
    entries.map((entry) => {
      // The lists that are maps hold pairs, or messages with these two fields.
      const own: unknown = Array.isArray(entry) ? entry[0] : (entry as MessageObject)["key"];
      return [own, undefined];
    }),
  );
  const own = keyLike(keys, key);
  return Array.isArray(entries[0]) ? [own, value] : { key: own, value };
}
