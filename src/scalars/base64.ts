/** How many arguments a function of the platform takes at least. */
const CHUNK = 8192;

// Node 25 and later have it, but the types of the language do not.
const { toBase64 } = Uint8Array.prototype as { readonly toBase64?: (this: Uint8Array) => string };

/** Bytes as base64 with padding. */
export function base64Encode(bytes: Uint8Array): string {
  const { length } = bytes;
  // `toBase64` throws if the buffer of the bytes is detached. Such bytes have the length 0.
  if (toBase64 !== undefined && length > 0) return toBase64.call(bytes);
  let characters = "";
  for (let index = 0; index < length; index += CHUNK) {
    // The parameter is a list of numbers for the compiler. Any object like a list works, and spreading takes five times as long.
    const chunk = (length > CHUNK ? bytes.subarray(index, index + CHUNK) : bytes) as unknown as number[];
    characters += String.fromCharCode.apply(undefined, chunk);
  }
  return btoa(characters);
}

/**
 * The bytes in base64, also in the alphabet for URLs and without padding.
 *
 * @throws if the text is no base64.
 */
export function base64Decode(text: string): Uint8Array {
  const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
