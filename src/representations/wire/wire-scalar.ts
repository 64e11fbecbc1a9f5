import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { ScalarName, ValueType } from "../../schema/message-shape.js";
import { type WireCursor, WireType } from "./wire-cursor.js";

interface ScalarCodec {
  readonly wireType: number;
  readonly zero: unknown;
  /** Skips a value without a look at its content; returns its length. Absent where reading is as quick. */
  readonly skip?: (cursor: WireCursor, validatesUtf8: boolean) => number;
  read(cursor: WireCursor, validatesUtf8: boolean): unknown;
  write(writer: BinaryWriter, value: never): BinaryWriter;
}

const { Varint, Bit32, Bit64, LengthDelimited } = WireType;

const CODECS: Readonly<Record<ScalarName, ScalarCodec>> = {
  double: {
    wireType: Bit64,
    zero: 0,
    read: (cursor) => cursor.double(),
    write: (writer, value) => writer.double(value),
  },
  float: {
    wireType: Bit32,
    zero: 0,
    read: (cursor) => cursor.float(),
    write: (writer, value) => writer.float(value),
  },
  int32: {
    wireType: Varint,
    zero: 0,
    read: (cursor) => cursor.int32(),
    write: (writer, value) => writer.int32(value),
  },
  int64: {
    wireType: Varint,
    zero: 0n,
    read: (cursor) => cursor.int64(),
    write: (writer, value) => writer.int64(value),
  },
  uint32: {
    wireType: Varint,
    zero: 0,
    read: (cursor) => cursor.uint32(),
    write: (writer, value) => writer.uint32(value),
  },
  uint64: {
    wireType: Varint,
    zero: 0n,
    read: (cursor) => cursor.uint64(),
    write: (writer, value) => writer.uint64(value),
  },
  sint32: {
    wireType: Varint,
    zero: 0,
    read: (cursor) => cursor.sint32(),
    write: (writer, value) => writer.sint32(value),
  },
  sint64: {
    wireType: Varint,
    zero: 0n,
    read: (cursor) => cursor.sint64(),
    write: (writer, value) => writer.sint64(value),
  },
  fixed32: {
    wireType: Bit32,
    zero: 0,
    read: (cursor) => cursor.fixed32(),
    write: (writer, value) => writer.fixed32(value),
  },
  fixed64: {
    wireType: Bit64,
    zero: 0n,
    read: (cursor) => cursor.fixed64(),
    write: (writer, value) => writer.fixed64(value),
  },
  sfixed32: {
    wireType: Bit32,
    zero: 0,
    read: (cursor) => cursor.sfixed32(),
    write: (writer, value) => writer.sfixed32(value),
  },
  sfixed64: {
    wireType: Bit64,
    zero: 0n,
    read: (cursor) => cursor.sfixed64(),
    write: (writer, value) => writer.sfixed64(value),
  },
  bool: {
    wireType: Varint,
    zero: false,
    read: (cursor) => cursor.bool(),
    write: (writer, value) => writer.bool(value),
  },
  string: {
    wireType: LengthDelimited,
    zero: "",
    skip: (cursor, validatesUtf8) => cursor.skipText(validatesUtf8),
    read: (cursor, validatesUtf8) => cursor.text(validatesUtf8),
    write: (writer, value) => writer.string(value),
  },
  bytes: {
    wireType: LengthDelimited,
    zero: new Uint8Array(0),
    skip: (cursor) => cursor.skipLengthDelimited(),
    read: (cursor) => cursor.bytesValue(),
    write: (writer, value) => writer.bytes(value),
  },
};

function codecOf(type: ValueType): ScalarCodec {
  if (type.kind === "message") throw new TypeError(`${type.typeName} is not a scalar type`);
  return type.kind === "enum" ? CODECS.int32 : CODECS[type.scalar];
}

/** Reads a value of a scalar or enum type; the cursor stands behind the tag. */
export type ReadScalar = (cursor: WireCursor) => unknown;

/**
 * How values of a scalar or enum type are read.
 *
 * @param validatesUtf8 whether a string with invalid UTF-8 is malformed.
 */
export function scalarReader(type: ValueType, validatesUtf8: boolean): ReadScalar {
  const { read } = codecOf(type);
  return (cursor) => read(cursor, validatesUtf8);
}

/**
 * How values of a scalar or enum type are skipped, as far as reading them would go. Numbers are returned; of a string or
 * bytes, whose content is not looked at, only whether there is any. No text is decoded together with what is skipped.
 *
 * @param validatesUtf8 whether a string with invalid UTF-8 is malformed: for cursors that check what is skipped.
 */
export function scalarSkipper(type: ValueType, validatesUtf8: boolean): ReadScalar {
  const { read, skip, zero } = codecOf(type);
  if (skip === undefined) {
    return (cursor) => {
      cursor.texts?.flush();
      return read(cursor, false);
    };
  }
  return (cursor) => {
    cursor.texts?.flush();
    return skip(cursor, validatesUtf8) === 0 ? zero : NOT_EMPTY;
  };
}

const NOT_EMPTY = Symbol("not empty");

/** Whether values are texts, which may be put off. */
export function isString(type: ValueType): boolean {
  return type.kind === "scalar" && type.scalar === "string";
}

/** Whether values of a repeated field of this type may be packed. */
export function isPackable(type: ValueType): boolean {
  return codecOf(type).wireType !== LengthDelimited;
}

/** The key or value of a map entry in which it is missing: zero, or the first value of an enum. */
export function zeroOf(type: ValueType): unknown {
  return type.kind === "enum" ? (type.enum.values[0]?.number ?? 0) : codecOf(type).zero;
}

/** Writes a value of a scalar or enum type, without a tag. */
export function writeScalar(type: ValueType, writer: BinaryWriter, value: unknown): void {
  // A neutral value of the type, as a reader of wire bytes made it.
  codecOf(type).write(writer, value as never);
}

/** The wire type of a scalar or enum type, where it is not packed. */
export function wireTypeOf(type: ValueType): number {
  return codecOf(type).wireType;
}

/** The wire type of any type, where it is not packed. */
export function wireTypeOfValue(type: ValueType): number {
  if (type.kind !== "message") return wireTypeOf(type);
  return type.delimited ? WireType.StartGroup : LengthDelimited;
}
