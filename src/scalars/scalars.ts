import type { EnumShape, ScalarName, ValueType } from "../schema/message-shape.js";
import { FIXED64, INT64, SFIXED64, SINT64, UINT64 } from "./integer-64.js";
import { BOOL, DOUBLE, enumScalar, FIXED32, FLOAT, INT32, SFIXED32, SINT32, UINT32 } from "./numbers.js";
import { type Scalar, WireType } from "./scalar.js";
import { BYTES, STRING } from "./string-and-bytes.js";

const SCALARS: Readonly<Record<ScalarName, Scalar>> = {
  double: DOUBLE,
  float: FLOAT,
  int32: INT32,
  int64: INT64,
  uint32: UINT32,
  uint64: UINT64,
  sint32: SINT32,
  sint64: SINT64,
  fixed32: FIXED32,
  fixed64: FIXED64,
  sfixed32: SFIXED32,
  sfixed64: SFIXED64,
  bool: BOOL,
  string: STRING,
  bytes: BYTES,
};

const enums = new WeakMap<EnumShape, Scalar>();

/** A scalar type or an enum: any type of value except a message. */
export type ScalarType = Exclude<ValueType, { readonly kind: "message" }>;

/** The record of a scalar type or an enum. */
export function scalarOf(type: ScalarType): Scalar {
  if (type.kind === "scalar") return SCALARS[type.scalar];
  let scalar = enums.get(type.enum);
  if (scalar === undefined) {
    scalar = enumScalar(type.enum);
    enums.set(type.enum, scalar);
  }
  return scalar;
}

/** Whether values of a type are strings. */
export function isString(type: ValueType): boolean {
  return type.kind === "scalar" && type.scalar === "string";
}

/** Whether values of a type are bytes. */
export function isBytesType(type: ValueType): boolean {
  return type.kind === "scalar" && type.scalar === "bytes";
}

/** The wire type of a value of this type that is not packed. */
export function wireTypeOf(type: ValueType): number {
  if (type.kind !== "message") return scalarOf(type).wireType;
  return type.delimited ? WireType.StartGroup : WireType.LengthDelimited;
}

/** Whether values of a repeated field of this type may be packed. */
export function isPackable(type: ValueType): type is ScalarType {
  return type.kind !== "message" && scalarOf(type).wireType !== WireType.LengthDelimited;
}
