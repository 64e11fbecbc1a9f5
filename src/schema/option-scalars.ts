import { type DescEnum, type DescExtension, ScalarType } from "@bufbuild/protobuf";
import { WireType } from "@bufbuild/protobuf/wire";
import type { OptionCursor } from "./option-cursor.js";
import { isMarked } from "./protobuf-es-option-types.js";
import type { OptionValue } from "./set-option.js";

/** What a scalar or enum in wire bytes of an option is. */
export interface ScalarContent {
  readonly scalar: ScalarType | undefined;
  readonly enum: DescEnum | undefined;
}

/** How values stand on the wire. */
export function wireTypeOf({ scalar }: ScalarContent): number {
  switch (scalar) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return WireType.LengthDelimited;
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32;
    default:
      return WireType.Varint;
  }
}

/** Reads a value; undefined for a number that a closed enum lacks: it counts as not set. */
export function scalarValue(content: ScalarContent, cursor: OptionCursor): OptionValue | undefined {
  if (content.enum !== undefined) {
    const number = Number(BigInt.asIntN(32, cursor.varint()));
    return content.enum.open || content.enum.values.some((value) => value.number === number)
      ? enumValue(content.enum, number)
      : undefined;
  }
  switch (content.scalar) {
    case ScalarType.BOOL:
      return { kind: "bool", value: cursor.varint() !== 0n };
    case ScalarType.STRING:
      return { kind: "text", value: new TextDecoder("utf-8", TEXT).decode(cursor.delimited()) };
    case ScalarType.BYTES:
      return { kind: "bytes", value: Uint8Array.from(cursor.delimited()) };
    default:
      return { kind: "number", value: numberValue(content.scalar, cursor) };
  }
}

/** A text that is not UTF-8 cannot be read, so it does not count as another text. A byte order mark is part of it. */
const TEXT = { fatal: true, ignoreBOM: true } as const;

function numberValue(scalar: ScalarType | undefined, cursor: OptionCursor): number | bigint {
  switch (scalar) {
    case ScalarType.INT64:
      return BigInt.asIntN(64, cursor.varint());
    case ScalarType.UINT64:
      return cursor.varint();
    case ScalarType.SINT64:
      return unzigzag(cursor.varint());
    case ScalarType.UINT32:
      return Number(BigInt.asUintN(32, cursor.varint()));
    case ScalarType.SINT32:
      return Number(unzigzag(BigInt.asUintN(32, cursor.varint())));
    case ScalarType.FIXED64:
      return view(cursor, 8).getBigUint64(0, true);
    case ScalarType.SFIXED64:
      return view(cursor, 8).getBigInt64(0, true);
    case ScalarType.FIXED32:
      return view(cursor, 4).getUint32(0, true);
    case ScalarType.SFIXED32:
      return view(cursor, 4).getInt32(0, true);
    case ScalarType.FLOAT:
      return view(cursor, 4).getFloat32(0, true);
    case ScalarType.DOUBLE:
      return view(cursor, 8).getFloat64(0, true);
    default:
      return Number(BigInt.asIntN(32, cursor.varint()));
  }
}

function unzigzag(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}

function view(cursor: OptionCursor, size: number): DataView {
  const { buffer, byteOffset } = cursor.take(size);
  return new DataView(buffer, byteOffset, size);
}

/** Whether a value is the one that a field with implicit presence has if it is not set. */
export function isZero(value: OptionValue): boolean {
  switch (value.kind) {
    case "bool":
      return !value.value;
    case "number":
      return Object.is(value.value, 0) || value.value === 0n;
    case "enum":
      return value.number === 0;
    case "text":
    case "bytes":
      return value.value.length === 0;
    default:
      return false;
  }
}

/** The value of a field with implicit presence, or of a part of a map entry, that is not set. */
export function zeroOf(content: ScalarContent): OptionValue {
  if (content.enum !== undefined) return enumValue(content.enum, content.enum.values[0]?.number);
  switch (content.scalar) {
    case ScalarType.BOOL:
      return { kind: "bool", value: false };
    case ScalarType.STRING:
      return { kind: "text", value: "" };
    case ScalarType.BYTES:
      return { kind: "bytes", value: new Uint8Array() };
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return { kind: "number", value: 0n };
    default:
      return { kind: "number", value: 0 };
  }
}

/** The value of an option whose number its closed enum lacks: the default that the enum, or the option, declares. */
export function defaultOf(extension: DescExtension): OptionValue {
  const declared: unknown = "getDefaultValue" in extension ? extension.getDefaultValue() : undefined;
  return extension.enum !== undefined && typeof declared === "number"
    ? enumValue(extension.enum, declared)
    : zeroOf(extension);
}

function enumValue(desc: DescEnum, number: number | undefined): OptionValue {
  const same = desc.values.filter((value) => value.number === number);
  return {
    kind: "enum",
    number,
    names: same.map(({ name }) => name),
    debugRedact: same.some(({ proto }) => isMarked(proto)),
  };
}
