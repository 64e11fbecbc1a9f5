import { isMap, isPlainObject, isPropertyBag } from "./kinds.js";
import { isMessageForMap, statesNoType } from "./object/stated-type.js";
import { hasHiddenProperties, inheritsNothing, propertyKeys, setOwn } from "./own-property.js";
import type { MapAccess, MapSlot, MessageObject } from "./representation.js";

/**
 * Maps that are plain objects, as in @bufbuild/protobuf. Entries are the properties of the object, and those that it inherits,
 * but not those of `Object.prototype`. So `__proto__` is a key like any other.
 */
export const plainMaps: MapAccess = {
  keys(map) {
    if (typeof map !== "object" || map === null) return undefined;
    // The usual map. To ask for a prototype costs as much as to print a short key, so it is asked for once.
    if (inheritsNothing(map) && statesNoType(map as MessageObject)) return Object.keys(map);
    return isPlainMap(map) ? propertyKeys(map) : undefined;
  },
  get(map, key) {
    // Only asked for keys that `keys` returned.
    return (map as Readonly<Record<string, unknown>>)[key];
  },
};

/** Whether a value is an object and not a message: the properties of a message may be secret, and are not entries. */
export function isPlainMap(map: unknown): map is Readonly<Record<string, unknown>> {
  return (
    typeof map === "object" && map !== null && isPropertyBag(map) && !isMessageForMap(map as MessageObject) // any object may be asked
  );
}

/** How maps that are plain objects are copied. */
export const plainMapSlot: MapSlot = {
  open: (raw) => raw,
  isExact(raw, entries) {
    if (typeof raw !== "object" || raw === null || isMap(raw)) return false;
    return isPlainObject(raw) && !hasHiddenProperties(raw, entries);
  },
  build(_like, keys, values) {
    const map: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index++) setOwn(map, keys[index] ?? "", values[index]);
    return map;
  },
};
