/** A message as an object of properties; its names come from descriptors. */
export type MessageObject = Readonly<Record<string | symbol, unknown>>;

/** Whether a value can be a message: an object that is no list, map, date or buffer. */
export function isMessageObject(value: unknown): value is MessageObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Map) &&
    !(value instanceof Date)
  );
}

/** The value of an own property; undefined where there is none, or null. */
export function ownValue(object: MessageObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined;
}

/** The value of the first own property of these names that has one. */
export function firstOwnValue(object: MessageObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = ownValue(object, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
