import { base64Decode } from "@bufbuild/protobuf/wire";
import type { EnumShape, ScalarName, ValueType } from "../../schema/message-shape.js";

/**
 * Turns a value into the neutral one that printers know: 64-bit integers from Long, number or string; enums from names;
 * bytes from base64 or a list of numbers; NaN and infinities from strings. What is none of these is left as it is, and
 * is not printed. Undefined for types whose values are neutral in every library.
 */
export function neutralValue(type: ValueType): ((value: unknown) => unknown) | undefined {
  if (type.kind === "message") return undefined;
  return type.kind === "enum" ? enumNumber(type.enum) : SCALARS[type.scalar];
}

const SCALARS: Readonly<Partial<Record<ScalarName, (value: unknown) => unknown>>> = {
  int64: signed64,
  sint64: signed64,
  sfixed64: signed64,
  uint64: unsigned64,
  fixed64: unsigned64,
  bytes: bytesOf,
  float: numberOf,
  double: numberOf,
};

/** A signed 64-bit integer as a bigint, from a number or Long; anything else as it is. */
export function signed64(value: unknown): unknown {
  return integer64(value, (bits) => BigInt.asIntN(64, bits));
}

/** An unsigned 64-bit integer as a bigint, from a number or Long; anything else as it is. */
export function unsigned64(value: unknown): unknown {
  return integer64(value, (bits) => BigInt.asUintN(64, bits));
}

function integer64(value: unknown, wrap: (bits: bigint) => bigint): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (!isLong(value)) return value;
  return wrap((BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
}

/** A 64-bit integer of the package `long`, or an object like it. */
export function isLong(value: unknown): value is { readonly low: number; readonly high: number } {
  if (typeof value !== "object" || value === null) return false;
  // Any object may be asked for the two properties.
  const { low, high } = value as { low?: unknown; high?: unknown };
  return Number.isInteger(low) && Number.isInteger(high);
}

/** A 64-bit integer in the form of another one: a `Long`, a string, a number; a bigint if that is none of them. */
export function integer64Like(like: unknown, integer: bigint): unknown {
  if (typeof like === "string") return String(integer);
  if (typeof like === "number") return Number(integer);
  if (!isLong(like)) return integer;
  const low = Number(BigInt.asIntN(32, integer));
  const long = { low, high: Number(integer >> 32n), unsigned: Boolean(Reflect.get(like, "unsigned")) };
  return Object.setPrototypeOf(long, Object.getPrototypeOf(like));
}

function enumNumber(type: EnumShape): (value: unknown) => unknown {
  const numbers = new Map<unknown, number>(
    type.values.flatMap(({ name, jsonName, number }) => [
      [jsonName, number],
      [name, number],
    ]),
  );
  // ProtoJSON writes this enum's one value as null.
  if (type.typeName === "google.protobuf.NullValue") numbers.set(null, 0);
  return (value) => (typeof value === "string" || value === null ? (numbers.get(value) ?? value) : value);
}

function bytesOf(value: unknown): unknown {
  if (typeof value === "string") return bytesOfBase64(value);
  if (Array.isArray(value)) return bytesOfNumbers(value);
  return value;
}

// Decoders skip what is no base64; a text that holds such is none.
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function bytesOfBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    return base64Decode(text);
  } catch {
    // Not base64, so not bytes: prints a note.
    return undefined;
  }
}

function bytesOfNumbers(numbers: readonly unknown[]): Uint8Array | undefined {
  const areBytes = numbers.every(
    (number) => Number.isInteger(number) && Number(number) >= 0 && Number(number) < 256,
  );
  return areBytes ? Uint8Array.from(numbers, Number) : undefined;
}

function numberOf(value: unknown): unknown {
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value;
}
