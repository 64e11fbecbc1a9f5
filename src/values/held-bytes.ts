import type { LiveSecrets } from "../scrub/live.js";

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Whether bytes hold a live secret. They are searched in hex, one of the forms in which secrets are found: as numbers,
 * in which loggers print bytes, they are not.
 */
export function holdsLiveSecret(live: LiveSecrets, bytes: ArrayLike<number>): boolean {
  const text = Array.from(bytes, (byte) => HEX[byte] ?? "").join("");
  return live.scrub(text) !== text;
}

/** The bytes that a value is: a buffer, a view of one, or a list of numbers, as JSON has of a Buffer. */
export function bytesOf(value: object): ArrayLike<number> | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return Array.isArray(value) && value.length > 0 && value.every(isByte) ? value : undefined;
}

function isByte(item: unknown): boolean {
  return typeof item === "number" && Number.isInteger(item) && item >= 0 && item < 256;
}
