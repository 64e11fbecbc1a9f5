import type { MessageObject } from "./object/message-object.js";
import { isMessageForMap } from "./object/stated-type.js";
import type { MapReader } from "./reader.js";

/** Maps that are plain objects, as in @bufbuild/protobuf. Keys come from the object itself, so that `__proto__` is a key like any other. */
export const plainMaps: MapReader = {
  keys(map) {
    return isPlainMap(map) ? Object.keys(map) : undefined;
  },
  get(map, key) {
    // Only asked for keys that `keys` returned: own properties.
    return (map as Readonly<Record<string, unknown>>)[key];
  },
};

/** Whether a value is an object that is no message: the properties of a message, secret ones too, are no entries. */
export function isPlainMap(map: unknown): map is Readonly<Record<string, unknown>> {
  return (
    typeof map === "object" && map !== null && !Array.isArray(map) && !isMessageForMap(map as MessageObject)
  );
}
