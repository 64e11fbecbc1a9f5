import type { EnumShape } from "../schema/message-shape.js";

/**
 * All knowledge about one scalar type, or one enum: its wire format, its values, its text, and its replacement. Readers and
 * writers use this record, and hold no knowledge of the type themselves.
 *
 * A neutral value is the form that all readers and writers share. It is a string, a boolean or a Uint8Array; a number for
 * float, double, 32-bit integers and enums; and for 64-bit integers a bigint, a safe integer or its decimal digits.
 */
export interface Scalar {
  /** The wire type of a value that is not packed. */
  readonly wireType: number;
  /** The value of a field that is not on the wire. */
  readonly zero: unknown;
  /** The zero, if `===` can test for it. Undefined if the zero has several forms. */
  readonly plainZero: string | number | boolean | undefined;
  /** Whether a neutral value is the zero. */
  isZero(value: unknown): boolean;
  /** Whether a value is neutral, and in the range of the type. */
  accepts(value: unknown): boolean;
  /**
   * Converts a value from the form of any library to the neutral form. A value in an unknown form stays as it is, and
   * {@link accepts} refuses it. Bytes that cannot be decoded become undefined. Absent if every library holds neutral values.
   */
  readonly neutral?: (value: unknown) => unknown;
  /** Converts a neutral value to the form of another value of the same library: to a `Long`, if that is a `Long`. */
  like(like: unknown, neutral: unknown): unknown;
  /** Makes a function that writes a neutral value as JSON text. It returns undefined for any other value. */
  text(style: ScalarStyle): (value: unknown) => string | undefined;
  /**
   * Makes a function that gives the JSON value whose text is the same, but for the escapes of strings. Undefined for any other
   * value, and for a number that has no such JSON value. Absent if the type has none.
   */
  readonly json?: (style: ScalarStyle) => (value: unknown) => JsonScalar | undefined;
  /**
   * The neutral value that replaces a secret value: the marker for strings and bytes, and the zero for other types. If the
   * zero would count as not set, it is the smallest value that counts as set, because a copy keeps presence.
   *
   * @param isImplicit whether the zero counts as not set.
   */
  replacement(isImplicit: boolean): unknown;
  /**
   * Reads a value from wire bytes.
   *
   * @param validatesUtf8 whether a string with invalid UTF-8 is refused.
   */
  read(source: ScalarSource, validatesUtf8: boolean): unknown;
  /** Skips a value without looking at its content, and returns its length. Absent if reading is as fast. */
  readonly skip?: (source: ScalarSource, validatesUtf8: boolean) => number;
  /** Writes a neutral value to wire bytes, without a tag. */
  write(sink: ScalarSink, value: unknown): void;
}

/** The conversion from neutral values for the types that every library holds in the same form. */
export const sameForm: Scalar["like"] = (_like, neutral) => neutral;

/** A JSON value that is no list and no object, and not null. */
export type JsonScalar = string | number | boolean;

/** How a text format writes the scalars in which the formats differ. */
export interface ScalarStyle {
  /** A 64-bit integer, given its digits. */
  integer64(digits: string): string;
  /** The double whose text is the text of a 32-bit float. */
  float(value: number): number;
  /** The values of an enum, unknown ones included. */
  enumText(type: EnumShape): (number: number) => string;
}

/** Reads values from wire bytes, one after the other. */
export interface ScalarSource {
  double(): number;
  float(): number;
  int32(): number;
  int64(): number | bigint;
  uint32(): number;
  uint64(): number | bigint;
  sint32(): number;
  sint64(): number | bigint;
  fixed32(): number;
  fixed64(): number | bigint;
  sfixed32(): number;
  sfixed64(): number | bigint;
  bool(): boolean;
  text(validatesUtf8: boolean): string;
  bytesValue(): Uint8Array;
  skipText(validatesUtf8: boolean): number;
  skipLengthDelimited(): number;
}

/** Takes neutral values for wire bytes, one after the other. 64-bit integers are bigints or safe integers. */
export interface ScalarSink {
  double(value: number): void;
  float(value: number): void;
  int32(value: number): void;
  int64(value: number | bigint): void;
  uint32(value: number): void;
  uint64(value: number | bigint): void;
  sint32(value: number): void;
  sint64(value: number | bigint): void;
  fixed32(value: number): void;
  fixed64(value: number | bigint): void;
  sfixed32(value: number): void;
  sfixed64(value: number | bigint): void;
  bool(value: boolean): void;
  string(value: string): void;
  bytes(value: Uint8Array): void;
}

/** Wire types by their numbers. */
export const WireType = {
  Varint: 0,
  Bit64: 1,
  LengthDelimited: 2,
  StartGroup: 3,
  EndGroup: 4,
  Bit32: 5,
} as const;
