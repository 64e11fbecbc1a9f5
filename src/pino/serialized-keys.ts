/** Keys of properties that a serializer of the logger prints. */
export type SerializedKeys = ReadonlySet<string | symbol>;

/** Under this symbol a logger, and through it its children, has the keys that its serializers print. */
const SERIALIZED: unique symbol = Symbol("protosanitizer.serializedKeys");

/** The keys that the serializers of a logger print; undefined if nobody has set them. */
export function serializedKeysOf(logger: object): SerializedKeys | undefined {
  return (logger as { readonly [SERIALIZED]?: SerializedKeys })[SERIALIZED]; // any object may be asked
}

/** Whether a logger itself has keys, not one that it is a child of. */
export function hasOwnSerializedKeys(logger: object): boolean {
  return Object.hasOwn(logger, SERIALIZED);
}

/** Sets the keys of a logger. */
export function setSerializedKeys(logger: object, keys: SerializedKeys): void {
  Object.defineProperty(logger, SERIALIZED, { value: keys, configurable: true });
}
