import { isBytes } from "../options/is-bytes.js";

/**
 * The bytes of a Uint8Array, also of a Buffer and of a Uint8Array of another realm (an iframe, `node:vm`); undefined
 * for any other value. The bytes are not copied.
 */
export function wireBytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (!isBytes(value)) return undefined;
  // A view of this realm on the bytes of another one.
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
