import { STRIPPED } from "../marker.js";
import { kindOf } from "./kinds.js";
import type { SecretFinder } from "./walk-rules.js";

/** Bytes beyond this length (1 MiB) are not searched and count as secret: a log should not contain them. */
const MOST_SEARCHED = 2 ** 20;
/** Up to this length, properties beside the bytes are looked for: that lists the bytes one by one. */
const MAX_LISTED = 4096;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The bytes of a buffer, of a typed array, or of a list of numbers, which is what JSON makes of a Buffer. For a DataView, the
 * bytes of its whole buffer, because `util.inspect` shows that.
 */
export function bytesOf(object: object): Uint8Array | undefined {
  if (object instanceof Uint8Array) return object;
  if (isTypedArray(object)) return new Uint8Array(object.buffer, object.byteOffset, object.byteLength);
  if (ArrayBuffer.isView(object)) return new Uint8Array(object.buffer);
  if (Array.isArray(object)) {
    return object.length > 0 && object.every(isByte) ? Uint8Array.from(object) : undefined;
  }
  return isBuffer(object) ? new Uint8Array(object) : undefined;
}

/** Whether an object is a buffer, of any realm. */
export function isBuffer(object: object): object is ArrayBuffer {
  if (object instanceof ArrayBuffer) return true;
  return (
    Object.getPrototypeOf(object) !== Object.prototype && /^(?:Shared)?ArrayBuffer$/.test(kindOf(object))
  );
}

function isByte(item: unknown): boolean {
  return typeof item === "number" && Number.isInteger(item) && item >= 0 && item < 256;
}

/** A text with one character per byte. */
export function latin1Of(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Whether bytes hold a secret, as UTF-8 in any written form, or as bytes that are not text. */
export function holdsSecret(bytes: Uint8Array, secrets: SecretFinder): boolean {
  if (secrets.size === 0) return false;
  if (bytes.length > MOST_SEARCHED) return true;
  const isChanged = (text: string): boolean => secrets.scrub(text) !== text;
  const text = decoder.decode(bytes);
  if (isChanged(text)) return true;
  const isAscii = text.length === bytes.length && !text.includes("\ufffd");
  if (!isAscii && isChanged(latin1Of(bytes))) return true;
  // A text keeps a short number between other digits. Bytes do not, and hexadecimal shows it.
  return /\d{5}/.test(text) && isChanged(Array.from(bytes, (byte) => HEX[byte]).join(""));
}

/** The marker as bytes of the same class: a `Buffer` for a `Buffer`. */
export function markerBytes(like: Uint8Array): Uint8Array {
  return Object.setPrototypeOf(encoder.encode(STRIPPED), Object.getPrototypeOf(like));
}

/** Whether an object is a typed array. All kinds of them have the functions and properties of a `Uint8Array`. */
export function isTypedArray(object: object): object is Uint8Array {
  return ArrayBuffer.isView(object) && !(object instanceof DataView);
}

/** Whether properties beside the bytes can be listed at little cost. */
export function isListed(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_LISTED;
}

// The original function: the bytes may have a function of the same name on their own.
const { subarray } = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;

/** The same memory without properties beside the bytes. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return subarray.call(bytes);
}
