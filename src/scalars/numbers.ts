import type { EnumShape } from "../schema/message-shape.js";
import { doubleText, jsonNumber } from "./json-number.js";
import {
  type JsonScalar,
  type Scalar,
  type ScalarSource,
  type ScalarStyle,
  sameForm,
  WireType,
} from "./scalar.js";

/** Whether a value is a signed 32-bit integer. */
export function isInt32(value: unknown): value is number {
  return typeof value === "number" && (value | 0) === value;
}

function isUint32(value: unknown): value is number {
  return typeof value === "number" && value >>> 0 === value;
}

const { Varint, Bit32, Bit64 } = WireType;

/** A 32-bit integer. All libraries hold it as a number. */
function integer32(
  wireType: number,
  accepts: (value: unknown) => value is number,
  read: (source: ScalarSource) => number,
  write: Scalar["write"],
): Scalar {
  return {
    wireType,
    zero: 0,
    plainZero: 0,
    isZero: (value) => value === 0,
    accepts,
    like: sameForm,
    text: () => (value) => (accepts(value) ? String(value) : undefined),
    json: () => (value) => (accepts(value) && !Object.is(value, -0) ? value : undefined),
    replacement: (isImplicit) => (isImplicit ? 1 : 0),
    read,
    write,
  };
}

// The `write` functions below get neutral values of their type: `accepts` has checked them, or a wire reader has made them.

/** The 32-bit integer types. */
export const INT32: Scalar = integer32(
  Varint,
  isInt32,
  (source) => source.int32(),
  (sink, value) => sink.int32(value as number),
);
export const SINT32: Scalar = integer32(
  Varint,
  isInt32,
  (source) => source.sint32(),
  (sink, value) => sink.sint32(value as number),
);
export const SFIXED32: Scalar = integer32(
  Bit32,
  isInt32,
  (source) => source.sfixed32(),
  (sink, value) => sink.sfixed32(value as number),
);
export const UINT32: Scalar = integer32(
  Varint,
  isUint32,
  (source) => source.uint32(),
  (sink, value) => sink.uint32(value as number),
);
export const FIXED32: Scalar = integer32(
  Bit32,
  isUint32,
  (source) => source.fixed32(),
  (sink, value) => sink.fixed32(value as number),
);

/**
 * A floating-point type. Its text is that of the double that `printed` gives. Minus zero is not its zero, because it has other bits
 * on the wire.
 */
function floatingPoint(
  wireType: number,
  printed: (style: ScalarStyle) => (value: number) => number,
  read: (source: ScalarSource) => number,
  write: Scalar["write"],
): Scalar {
  return {
    wireType,
    zero: 0,
    plainZero: undefined,
    isZero: (value) => Object.is(value, 0),
    accepts: (value) => typeof value === "number",
    // JSON has no NaN and no infinity, so ProtoJSON writes them as strings.
    neutral: (value) =>
      value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value,
    like: sameForm,
    text(style) {
      const number = printed(style);
      return (value) => (typeof value === "number" ? doubleText(number(value)) : undefined);
    },
    json(style) {
      const number = printed(style);
      return (value) => (typeof value === "number" ? jsonNumber(number(value)) : undefined);
    },
    replacement: (isImplicit) => (isImplicit ? 1 : 0),
    read,
    write,
  };
}

/** The floating-point types. */
export const DOUBLE: Scalar = floatingPoint(
  Bit64,
  () => (value) => value,
  (source) => source.double(),
  (sink, value) => sink.double(value as number),
);
export const FLOAT: Scalar = floatingPoint(
  Bit32,
  (style) => style.float,
  (source) => source.float(),
  (sink, value) => sink.float(value as number),
);

/** The type `bool`. */
export const BOOL: Scalar = {
  wireType: Varint,
  zero: false,
  plainZero: false,
  isZero: (value) => value === false,
  accepts: (value) => typeof value === "boolean",
  like: sameForm,
  text: () => (value) => (value === true ? "true" : value === false ? "false" : undefined),
  json: () => (value) => (typeof value === "boolean" ? value : undefined),
  replacement: (isImplicit) => isImplicit,
  read: (source) => source.bool(),
  write: (sink, value) => sink.bool(value as boolean),
};

/**
 * An enum. Its neutral values are numbers.
 *
 * The replacement of a secret value is always a number. Some libraries hold declared values as names and other values as
 * numbers. So a name would show that the secret was a declared value.
 */
export function enumScalar(type: EnumShape): Scalar {
  const first = type.values[0]?.number ?? 0;
  const numbers = new Map<unknown, number>();
  for (const { jsonName, number } of type.values) numbers.set(jsonName, number);
  for (const { name, number } of type.values) numbers.set(name, number);
  // The only value of this enum is null in ProtoJSON.
  if (type.typeName === "google.protobuf.NullValue") numbers.set(null, 0);
  return {
    wireType: Varint,
    zero: first,
    plainZero: first,
    isZero: (value) => value === first,
    accepts: isInt32,
    neutral: (value) => (typeof value === "string" || value === null ? (numbers.get(value) ?? value) : value),
    like: sameForm,
    text(style) {
      const text = style.enumText(type);
      return (value) => (isInt32(value) ? text(value) : undefined);
    },
    json(style) {
      const text = style.enumText(type);
      const declared = new Map<unknown, JsonScalar>();
      // The text of NullValue in ProtoJSON is null: it has no such JSON value.
      for (const { number } of type.values) {
        const value: unknown = JSON.parse(text(number));
        if (typeof value === "string") declared.set(number, value);
      }
      return (value) => declared.get(value);
    },
    replacement: (isImplicit) => (isImplicit ? (type.values[1]?.number ?? 1) : first),
    read: (source) => source.int32(),
    write: (sink, value) => sink.int32(value as number),
  };
}
