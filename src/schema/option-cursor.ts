import { WireType } from "@bufbuild/protobuf/wire";

/** A field in wire bytes, as messages of @bufbuild/protobuf keep unknown ones: what stands behind its tag. */
export interface RawField {
  readonly no: number;
  readonly wireType: number;
  /** With its length, if it has one; a group with its end. */
  readonly data: Uint8Array;
}

/**
 * Reads wire bytes of options from front to back. The reader of @bufbuild/protobuf does the same, and so does that of messages
 * here; but the first would be a tenth of a bundle that prints text only, and the second is made for speed. Few options are read, and
 * each only once.
 */
export class OptionCursor {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  /** @throws if the bytes end before the varint, or it is too long. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error("invalid varint");
  }

  /** The next bytes. @throws if there are fewer. */
  take(size: number): Uint8Array {
    const start = this.#position;
    if (start + size > this.#bytes.length) throw new RangeError("premature end");
    this.#position = start + size;
    return this.#bytes.subarray(start, this.#position);
  }

  /** Bytes behind their length. */
  delimited(): Uint8Array {
    return this.take(Number(this.varint()));
  }

  /** All fields until the end of the bytes, or until the end of a group, which is read too. */
  fields(group?: number): RawField[] {
    const fields: RawField[] = [];
    while (group !== undefined || !this.isAtEnd) {
      const tag = this.varint();
      const no = Number(tag >> 3n);
      const wireType = Number(tag & 7n);
      if (no < 1 || no > 0x1fffffff) throw new Error("illegal tag");
      if (wireType === WireType.EndGroup && no === group) break;
      const start = this.#position;
      this.#skip(no, wireType);
      fields.push({ no, wireType, data: this.#bytes.subarray(start, this.#position) });
    }
    return fields;
  }

  #skip(no: number, wireType: number): void {
    switch (wireType) {
      case WireType.Varint:
        this.varint();
        return;
      case WireType.Bit64:
        this.take(8);
        return;
      case WireType.Bit32:
        this.take(4);
        return;
      case WireType.LengthDelimited:
        this.delimited();
        return;
      case WireType.StartGroup:
        this.fields(no);
        return;
      default:
        throw new Error("unexpected wire type");
    }
  }
}
