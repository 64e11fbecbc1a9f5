/** How many arguments a function of the platform takes at least. */
const CHUNK = 8192;

/** Bytes as base64 with padding. */
export function base64Encode(bytes: Uint8Array): string {
  let characters = "";
  for (let index = 0; index < bytes.length; index += CHUNK) {
    // The parameter is a list of numbers for the compiler. Any object like a list works, and spreading takes five times as long.
    const chunk = bytes.subarray(index, index + CHUNK) as unknown as number[];
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
