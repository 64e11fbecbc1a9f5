import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Bytes, or a text that becomes bytes. */
export type Content = Uint8Array | string;

/** Puts pieces of bytes behind each other. */
export function bytes(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** A length-delimited field: a string, bytes, a message, an entry of a map, or a packed list. */
export function field(number: number, ...content: readonly Content[]): Uint8Array {
  const all = bytes(...content.map((one) => (typeof one === "string" ? new TextEncoder().encode(one) : one)));
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(all).finish();
}

/** A field with a varint. */
export function varint(number: number, value: number): Uint8Array {
  return new BinaryWriter().tag(number, WireType.Varint).uint64(value).finish();
}

/** A group. */
export function group(number: number, ...content: readonly Uint8Array[]): Uint8Array {
  const start = new BinaryWriter().tag(number, WireType.StartGroup).finish();
  return bytes(start, ...content, new BinaryWriter().tag(number, WireType.EndGroup).finish());
}

/** The fields of a `google.protobuf.Any`. */
export function any(typeUrl: string, ...payload: readonly Content[]): Uint8Array {
  return bytes(field(1, typeUrl), field(2, ...payload));
}
