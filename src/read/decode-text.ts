const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
// Up to here a string made of single ASCII codes is quicker than any decoder (measured).
const SHORT_TEXT = 16;
const REPLACEMENT = "\ufffd";

/**
 * Decodes UTF-8 from a range of bytes.
 *
 * @param strict whether invalid UTF-8 is refused; otherwise each invalid part becomes U+FFFD.
 * @throws {TypeError} if it is refused.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number, strict: boolean): string {
  if (end - start <= SHORT_TEXT) {
    const text = shortAscii(bytes, start, end);
    if (text !== undefined) return text;
  }
  if (sliceUtf8 !== undefined) {
    const text = sliceUtf8.call(bytes, start, end);
    // Either the bytes have it, or they are invalid.
    if (!text.includes(REPLACEMENT)) return text;
  }
  return (strict ? strictDecoder : decoder).decode(bytes.subarray(start, end));
}

/** A short text of ASCII; undefined if there is anything else in it. */
function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  const codes: number[] = new Array(end - start);
  for (let index = start; index < end; index++) {
    const byte = bytes[index] ?? 0x80;
    if (byte >= 0x80) return undefined;
    codes[index - start] = byte;
  }
  // Not added up letter by letter: such a string would be a tree, which every later look at it has to flatten.
  return String.fromCharCode.apply(String, codes);
}

type SliceUtf8 = (this: Uint8Array, start: number, end: number) => string;

/**
 * Where there is a `Buffer` that has it, as in Node, its decoder: it takes a third less time than a TextDecoder, which
 * needs a view of the range first. protobufjs uses it, too.
 */
const sliceUtf8: SliceUtf8 | undefined = findSliceUtf8();

function findSliceUtf8(): SliceUtf8 | undefined {
  // Only Node and its look-alikes have it.
  const { Buffer: ofNode } = globalThis as { Buffer?: { prototype?: { utf8Slice?: unknown } } };
  const slice = ofNode?.prototype?.utf8Slice;
  if (typeof slice !== "function") return undefined;
  try {
    // The look-alikes of browsers may want a Buffer, not any bytes.
    const sample = slice.call(new TextEncoder().encode("\ufeffaé\u{1f600}z"), 0, 11);
    return sample === "\ufeffaé\u{1f600}z" ? (slice as SliceUtf8) : undefined;
  } catch {
    return undefined;
  }
}
