const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
// Up to here a string made of single ASCII codes is quicker than any decoder (measured).
const SHORT_TEXT = 16;
const REPLACEMENT = "\ufffd";
// With what a decoder may take for something else.
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

/** Decodes a range of bytes of which only ASCII is used: of whatever else there is, as many characters as bytes. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  return sliceLatin1.call(bytes, start, end);
}

type Slice = (this: Uint8Array, start: number, end: number) => string;

/**
 * Where there is a `Buffer` that has them, as in Node, its decoders: they take a third less time than a TextDecoder, which
 * needs a view of the range first. protobufjs uses them, too.
 */
const sliceUtf8: Slice | undefined = findSlice("utf8Slice", new TextEncoder().encode(SAMPLE), SAMPLE);
const sliceLatin1: Slice =
  findSlice("latin1Slice", Uint8Array.of(0x61, 0xe9, 0x80, 0x7a), "a\u00e9\u0080z") ?? makeSliceLatin1();

function findSlice(name: "utf8Slice" | "latin1Slice", sample: Uint8Array, text: string): Slice | undefined {
  // Only Node and its look-alikes have it.
  const { Buffer: ofNode } = globalThis as { Buffer?: { prototype?: Readonly<Record<string, unknown>> } };
  const slice = ofNode?.prototype?.[name];
  if (typeof slice !== "function") return undefined;
  try {
    // The look-alikes of browsers may want a Buffer, not any bytes.
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
