import { isMap, isPropertyBag } from "./kinds.js";
import { isMessageForMap } from "./object/stated-type.js";
import { hasHiddenProperties, setOwn } from "./own-property.js";
import type { MapAccess, MapSlot, MessageObject } from "./representation.js";

/**
 * Maps that are plain objects, as in @bufbuild/protobuf. Only own properties are entries, so `__proto__` is a key like any
 * other.
 */
export const plainMaps: MapAccess = {
  keys(map) {
    return isPlainMap(map) ? Object.keys(map) : undefined;
  },
  get(map, key) {
    // Called only with keys that `keys` returned, which are own properties.
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
    const prototype: unknown = Object.getPrototypeOf(raw);
    return (prototype === Object.prototype || prototype === null) && !hasHiddenProperties(raw, entries);
  },
  build(_like, keys, values) {
    const map: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index++) setOwn(map, keys[index] ?? "", values[index]);
    return map;
  },
};
