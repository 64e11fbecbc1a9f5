const encoder = new TextEncoder();

/** What kind of value is hashed. Values of different kinds have different pseudonyms. */
export type ValueKind = "text" | "bytes" | "number";

/** Bytes behind their length, in eight bytes with the high one first, so that two parts never look like two others. */
export function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const prefixed = new Uint8Array(8 + length);
  // The other bytes of the length are zero: no array is longer than 2 ** 32 bytes here, because a longer value has no pseudonym.
  prefixed[4] = length >>> 24;
  prefixed[5] = length >>> 16;
  prefixed[6] = length >>> 8;
  prefixed[7] = length;
  prefixed.set(bytes, 8);
  return prefixed;
}

/**
 * What stands before a value where it is hashed: the purpose, its class and its kind, each {@link lengthPrefixed}. The value follows,
 * length-prefixed too: a text in UTF-8, bytes as they are, a number as its decimal digits.
 */
export function beginningOf(className: string, kind: ValueKind): Uint8Array {
  const parts = ["protosanitizer pseudonym 1", className, kind].map((part) =>
    lengthPrefixed(encoder.encode(part)),
  );
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}
