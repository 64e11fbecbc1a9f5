// The getter on the prototype of all typed arrays. It works for arrays of other realms, and ignores own properties.
const TYPED_ARRAY_NAME = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

/** Whether a value is a Uint8Array, of this realm or another one. */
export function isBytes(value: unknown): value is Uint8Array {
  if (value instanceof Uint8Array) return true;
  return ArrayBuffer.isView(value) && TYPED_ARRAY_NAME?.call(value) === "Uint8Array";
}
