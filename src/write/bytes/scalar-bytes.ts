import type { ScalarSink } from "../../scalars/scalar.js";
import type { ByteParts } from "./byte-parts.js";

const encoder = new TextEncoder();

/** Adds scalars to bytes, each in its wire format. */
export class ScalarBytes implements ScalarSink {
  readonly #parts: ByteParts;

  constructor(parts: ByteParts) {
    this.#parts = parts;
  }

  uint32(value: number): void {
    this.#parts.addVarints(value);
  }

  int32(value: number): void {
    if (value < 0) this.int64(value);
    else this.uint32(value);
  }

  sint32(value: number): void {
    this.uint32((value << 1) ^ (value >> 31));
  }

  int64(value: bigint | number): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.#parts.add(Uint8Array.from(bytes));
  }

  uint64(value: bigint | number): void {
    this.int64(value);
  }

  sint64(value: bigint | number): void {
    const integer = BigInt(value);
    this.int64((integer << 1n) ^ (integer >> 63n));
  }

  bool(value: boolean): void {
    this.uint32(Number(value));
  }

  fixed32(value: number): void {
    this.#fixed(4, (view) => view.setUint32(0, value, true));
  }

  sfixed32(value: number): void {
    this.fixed32(value);
  }

  fixed64(value: bigint | number): void {
    this.#fixed(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  sfixed64(value: bigint | number): void {
    this.fixed64(value);
  }

  float(value: number): void {
    this.#fixed(4, (view) => view.setFloat32(0, value, true));
  }

  double(value: number): void {
    this.#fixed(8, (view) => view.setFloat64(0, value, true));
  }

  string(value: string): void {
    this.bytes(encoder.encode(value));
  }

  bytes(value: Uint8Array): void {
    this.#parts.addVarints(value.length);
    this.#parts.add(value);
  }

  #fixed(length: number, write: (view: DataView) => void): void {
    const bytes = new Uint8Array(length);
    write(new DataView(bytes.buffer));
    this.#parts.add(bytes);
  }
}
