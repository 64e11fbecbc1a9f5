import { type ScalarSource, WireType } from "../../scalars/scalar.js";
import { decodeText } from "./decode-text.js";
import type { WireTexts } from "./wire-texts.js";

const MAX_SKIPPED_GROUPS = 100;

/**
 * Reads wire bytes from front to back. It accepts and refuses the same bytes as the BinaryReader of @bufbuild/protobuf, but
 * allocates nothing per tag. So it accepts over-long varints, drops bits that do not fit the type, and only refuses to read
 * beyond the last of all bytes.
 */
export class WireCursor implements ScalarSource {
  readonly bytes: Uint8Array;
  readonly length: number;
  // Created on first use, because few fields have a fixed size.
  #dataView: DataView | undefined;
  readonly #checksSkippedText: boolean;
  /** Offset of the next byte. */
  position = 0;
  /** Decodes texts later, several at once. Undefined if each text is decoded at once. */
  readonly texts: WireTexts | undefined;
  /** A reader sets this when it meets bytes that no encoder writes for this type. */
  isOdd = false;

  /**
   * @param checksSkippedText whether skipped text must be valid, too. Default: no, and its bytes are not read.
   * @param texts decodes texts later, several at once. Default: each text is decoded at once.
   */
  constructor(bytes: Uint8Array, checksSkippedText = false, texts?: WireTexts) {
    this.bytes = bytes;
    this.texts = texts;
    this.length = bytes.length;
    this.#checksSkippedText = checksSkippedText;
  }

  get #view(): DataView {
    const { buffer, byteOffset, byteLength } = this.bytes;
    this.#dataView ??= new DataView(buffer, byteOffset, byteLength);
    return this.#dataView;
  }

  /** A tag: the field number times eight, plus the wire type. */
  tag(): number {
    const byte = this.bytes[this.position] ?? 0;
    // Most tags take one byte: fields 1 to 15 with a valid wire type.
    if (byte < 0x80 && byte > 7 && (byte & 7) <= 5) {
      this.position++;
      return byte;
    }
    const start = this.position;
    const tag = this.uint32();
    const size = this.position - start;
    const overflows = size > 5 || (size === 5 && (this.bytes[this.position - 1] ?? 0) > 0x0f);
    if (overflows || tag >>> 3 === 0 || (tag & 7) > 5) throw new Error("illegal tag");
    return tag;
  }

  uint32(): number {
    const { bytes } = this;
    let byte = bytes[this.position++] ?? 0x80;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 70; shift += 7) {
      byte = bytes[this.position++] ?? 0x80;
      // Bits beyond the 32nd are dropped.
      if (shift < 28) value |= (byte & 0x7f) << shift;
      else if (shift === 28) value |= (byte & 0x0f) << 28;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Error("invalid varint");
  }

  int32(): number {
    return this.uint32() | 0;
  }

  sint32(): number {
    const zigzag = this.uint32();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** A varint of 64 bits: a number where that is exact, a bigint otherwise. */
  uint64(): number | bigint {
    const { bytes } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[this.position++] ?? 0x80;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return unsigned(low, high);
    }
    throw new Error("invalid varint");
  }

  int64(): number | bigint {
    const value = this.uint64();
    // Numbers are below 2^53, so only a bigint can have the sign bit.
    return typeof value === "number" ? value : exact(BigInt.asIntN(64, value));
  }

  sint64(): number | bigint {
    const zigzag = BigInt(this.uint64());
    return exact((zigzag >> 1n) ^ -(zigzag & 1n));
  }

  bool(): boolean {
    return this.uint64() !== 0;
  }

  fixed32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  sfixed32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  fixed64(): number | bigint {
    return exact(this.#view.getBigUint64(this.#advance(8), true));
  }

  sfixed64(): number | bigint {
    return exact(this.#view.getBigInt64(this.#advance(8), true));
  }

  float(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** Length-delimited bytes: a view, not a copy. The bytes of an Any may hold secrets, so pending texts are decoded first. */
  bytesValue(): Uint8Array {
    this.texts?.flush();
    const length = this.skipLengthDelimited();
    return this.bytes.subarray(this.position - length, this.position);
  }

  /** Length-delimited text. Invalid UTF-8 is refused if `strict` is set, and replaced by U+FFFD otherwise. */
  text(strict: boolean): string {
    const length = this.skipLengthDelimited();
    this.texts?.inspect(this.position - length, this.position);
    return decodeText(this.bytes, this.position - length, this.position, strict);
  }

  /** Reads a text into a place. If decoding is deferred, a text that is not empty gets there later. */
  textInto(target: unknown[], place: number, strict: boolean): void {
    const length = this.skipLengthDelimited();
    const { bytes, position: end, texts } = this;
    const start = end - length;
    if (texts?.inspect(start, end) && length > 0) texts.putOff(target, place, start, end);
    else target[place] = decodeText(bytes, start, end, strict);
  }

  /** Whether the next length-delimited bytes end at an offset. */
  endsAt(end: number): boolean {
    const start = this.position;
    const length = this.uint32();
    const isEnd = this.position + length === end;
    this.position = start;
    return isEnd;
  }

  /** Skips length-delimited bytes if they equal the given bytes (fewer than 128). Returns whether it skipped them. */
  skipIfEqual(expected: Uint8Array): boolean {
    const { bytes } = this;
    const start = this.position + 1;
    const { length } = expected;
    if (bytes[this.position] !== length || start + length > this.length) return false;
    // Compare from the end: similar names often differ only there.
    for (let index = length - 1; index >= 0; index--) {
      if (bytes[start + index] !== expected[index]) return false;
    }
    this.position = start + length;
    return true;
  }

  /** Skips length-delimited text; returns the length. @param strict whether invalid UTF-8 is refused, if skipped text is checked. */
  skipText(strict: boolean): number {
    const length = this.skipLengthDelimited();
    if (strict && this.#checksSkippedText) {
      decodeText(this.bytes, this.position - length, this.position, strict);
    }
    return length;
  }

  /** Skips length-delimited bytes; returns their length. */
  skipLengthDelimited(): number {
    const length = this.uint32();
    this.#advance(length);
    return length;
  }

  /** Skips a value of a field. Pending texts are decoded first, so that the skipped bytes are not decoded with them. */
  skip(wireType: number, number: number, groups: number = MAX_SKIPPED_GROUPS): void {
    this.texts?.flush();
    switch (wireType) {
      case WireType.Varint:
        while ((this.bytes[this.position++] ?? 0) >= 0x80);
        if (this.position > this.length) throw new RangeError("premature end");
        return;
      case WireType.Bit64:
        this.#advance(8);
        return;
      case WireType.Bit32:
        this.#advance(4);
        return;
      case WireType.LengthDelimited:
        this.skipLengthDelimited();
        return;
      case WireType.StartGroup:
        this.#skipGroup(number, groups);
        return;
      default:
        throw new Error("unexpected wire type");
    }
  }

  #skipGroup(group: number, groups: number): void {
    if (groups <= 0) throw new Error("too many groups in each other");
    for (;;) {
      const tag = this.tag();
      if ((tag & 7) !== WireType.EndGroup) this.skip(tag & 7, tag >>> 3, groups - 1);
      else if (tag >>> 3 === group) return;
      else throw new Error("end of another group");
    }
  }

  /** Moves forward and returns the old position. */
  #advance(length: number): number {
    const start = this.position;
    if (start + length > this.length) throw new RangeError("premature end");
    this.position = start + length;
    return start;
  }
}

function unsigned(low: number, high: number): number | bigint {
  // Below 2^53, a number is exact and much cheaper than a bigint.
  if (high >>> 0 < 0x200000) return (high >>> 0) * 0x100000000 + (low >>> 0);
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
