const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
// For texts up to this length, a string from single ASCII codes is faster than any decoder (measured).
const SHORT_TEXT = 16;
const REPLACEMENT = "\ufffd";
// Contains characters that a wrong decoder handles in another way.
const SAMPLE = "\ufeffaé\u{1f600}z";

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
    // A replacement character is part of the text, or the bytes are invalid. The TextDecoder decides.
    if (!text.includes(REPLACEMENT)) return text;
  }
  return (strict ? strictDecoder : decoder).decode(bytes.subarray(start, end));
}

/** A short ASCII text; undefined if it has other characters. */
function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  const codes: number[] = new Array(end - start);
  for (let index = start; index < end; index++) {
    const byte = bytes[index] ?? 0x80;
    if (byte >= 0x80) return undefined;
    codes[index - start] = byte;
  }
  // Do not concatenate letters: the result would be a rope, which must be flattened when it is read.
  return String.fromCharCode.apply(String, codes);
}

/** Decodes a range of bytes to one character per byte. Only the ASCII characters are used. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  return sliceLatin1.call(bytes, start, end);
}

type Slice = (this: Uint8Array, start: number, end: number) => string;

/**
 * The decoders of `Buffer`, on platforms that have them, such as Node. They take a third less time than a TextDecoder, which
 * needs a view of the range. protobufjs uses them, too.
 */
const sliceUtf8: Slice | undefined = findSlice("utf8Slice", new TextEncoder().encode(SAMPLE), SAMPLE);
const sliceLatin1: Slice =
  findSlice("latin1Slice", Uint8Array.of(0x61, 0xe9, 0x80, 0x7a), "a\u00e9\u0080z") ?? makeSliceLatin1();

function findSlice(name: "utf8Slice" | "latin1Slice", sample: Uint8Array, text: string): Slice | undefined {
  // Only Node and compatible platforms have `Buffer`.
  const { Buffer: ofNode } = globalThis as { Buffer?: { prototype?: Readonly<Record<string, unknown>> } };
  const slice = ofNode?.prototype?.[name];
  if (typeof slice !== "function") return undefined;
  try {
    // A polyfill in a browser may accept only a Buffer, and not other bytes.
    return slice.call(sample, 0, sample.length) === text ? (slice as Slice) : undefined;
  } catch {
    return undefined;
  }
}

function makeSliceLatin1(): Slice {
  const latin1 = new TextDecoder("latin1");
  return function (start, end) {
    return latin1.decode(this.subarray(start, end));
  };
}
