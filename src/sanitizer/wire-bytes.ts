// The getter of every typed array, which reads the kind from the object itself: no property can fake it.
const { get: kindOf } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
) as { get: (this: unknown) => string | undefined }; // the language defines it as a getter

/**
 * The bytes of a Uint8Array, also of a Buffer and of a Uint8Array of another realm (an iframe, `node:vm`); undefined
 * for any other value. The bytes are not copied.
 */
export function wireBytesOf(value: unknown): Uint8Array | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  if (value instanceof Uint8Array) return value;
  return kindOf.call(value) === "Uint8Array"
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : undefined;
}
