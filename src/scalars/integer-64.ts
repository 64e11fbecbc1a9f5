import { type Scalar, type ScalarSource, WireType } from "./scalar.js";

/** Digits, with a sign, of integers that all fit into 63 bits. */
const SURE_DIGITS = 18;
const DECIMAL = /^(?:0|-?[1-9][0-9]{0,19})$/;

/** A 64-bit integer of the package `long`, or an object like it. */
export interface LongLike {
  readonly low: number;
  readonly high: number;
}

/** Whether a value is a {@link LongLike}. */
export function isLong(value: unknown): value is LongLike {
  if (typeof value !== "object" || value === null) return false;
  // Any object may be read like this: a missing property is undefined.
  const { low, high } = value as { low?: unknown; high?: unknown };
  return Number.isInteger(low) && Number.isInteger(high);
}

/** A signed 64-bit integer as a bigint, from a number or Long; anything else as it is. */
export function signed64(value: unknown): unknown {
  return integer64Of(value, (bits) => BigInt.asIntN(64, bits));
}

/** An unsigned 64-bit integer as a bigint, from a number or Long; anything else as it is. */
export function unsigned64(value: unknown): unknown {
  return integer64Of(value, (bits) => BigInt.asUintN(64, bits));
}

function integer64Of(value: unknown, wrap: (bits: bigint) => bigint): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (!isLong(value)) return value;
  return wrap((BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
}

/**
 * The same integer as {@link signed64} and {@link unsigned64}, as a number, if it is one that a number holds exactly. To make
 * a bigint of the halves of a Long takes three bigints more. Undefined for negative Longs, and for any other value.
 */
export function safeIntegerOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (!isLong(value) || value.high < 0 || value.high >= 2 ** 21) return undefined;
  return value.high * 2 ** 32 + (value.low >>> 0);
}

/** A 64-bit integer in the form of another value: as a `Long`, a string or a number if that is one; otherwise a bigint. */
export function integer64Like(like: unknown, integer: bigint): unknown {
  if (typeof like === "string") return String(integer);
  if (typeof like === "number") return Number(integer);
  if (!isLong(like)) return integer;
  // Both halves of a Long are signed, also if the whole is not.
  const low = Number(BigInt.asIntN(32, integer));
  const high = Number(BigInt.asIntN(32, integer >> 32n));
  const long = { low, high, unsigned: Boolean(Reflect.get(like, "unsigned")) };
  return Object.setPrototypeOf(long, Object.getPrototypeOf(like));
}

/** A Long without anything beside its integer: the same one if it holds nothing else. */
export function onlyLong(long: LongLike): LongLike {
  const names = Reflect.ownKeys(long);
  const prototype: object | null = Object.getPrototypeOf(long);
  const isKnown =
    prototype === null || prototype === Object.prototype || Object.hasOwn(prototype, "toNumber");
  if (isKnown && names.every((name) => LONG_PROPERTIES.includes(name))) return long;
  const { low, high } = long;
  return { low, high, unsigned: Reflect.get(long, "unsigned") === true } as LongLike; // with one more property
}

const LONG_PROPERTIES: readonly PropertyKey[] = ["low", "high", "unsigned"];

const { Varint, Bit64 } = WireType;

function integer64(
  wireType: number,
  isSigned: boolean,
  read: (source: ScalarSource) => unknown,
  write: Scalar["write"],
): Scalar {
  const least = isSigned ? -(2n ** 63n) : 0n;
  const most = isSigned ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  /** The digits of a neutral value; undefined for anything else. */
  const digitsOf = (value: unknown): string | undefined => {
    if (typeof value === "bigint") return value >= least && value <= most ? String(value) : undefined;
    if (typeof value === "string" && DECIMAL.test(value)) {
      // So few digits are in every range: to make a bigint of them takes longer than the test.
      if (value.length <= SURE_DIGITS && (isSigned || !value.startsWith("-"))) return value;
      const integer = BigInt(value);
      return integer >= least && integer <= most ? value : undefined;
    }
    // No range is smaller than that of safe integers, but for negative ones.
    return Number.isSafeInteger(value) && (isSigned || Number(value) >= 0) ? String(value) : undefined;
  };
  return {
    wireType,
    zero: 0n,
    plainZero: undefined,
    isZero: (value) => value === 0n || value === 0 || value === "0",
    accepts: (value) => digitsOf(value) !== undefined,
    neutral: isSigned ? signed64 : unsigned64,
    like: (like, neutral) => (typeof neutral === "bigint" ? integer64Like(like, neutral) : neutral),
    text: (style) => (value) => {
      const digits = digitsOf(value);
      return digits === undefined ? undefined : style.integer64(digits);
    },
    replacement: (isImplicit) => (isImplicit ? 1n : 0n),
    read,
    write,
  };
}

// The `write` functions below get neutral values of their type: `accepts` has checked them, or a wire reader has made them.

/** The 64-bit integer types. */
export const INT64: Scalar = integer64(
  Varint,
  true,
  (source) => source.int64(),
  (sink, value) => sink.int64(value as bigint),
);
export const SINT64: Scalar = integer64(
  Varint,
  true,
  (source) => source.sint64(),
  (sink, value) => sink.sint64(value as bigint),
);
export const SFIXED64: Scalar = integer64(
  Bit64,
  true,
  (source) => source.sfixed64(),
  (sink, value) => sink.sfixed64(value as bigint),
);
export const UINT64: Scalar = integer64(
  Varint,
  false,
  (source) => source.uint64(),
  (sink, value) => sink.uint64(value as bigint),
);
export const FIXED64: Scalar = integer64(
  Bit64,
  false,
  (source) => source.fixed64(),
  (sink, value) => sink.fixed64(value as bigint),
);
