import type { ScalarName, ValueType } from "../schema/message-shape.js";

/** Whether a value is the one that counts as not set where presence is implicit. */
export function defaultTest(type: ValueType): (value: unknown) => boolean {
  if (type.kind === "message") return () => false;
  if (type.kind === "enum") {
    const first = type.enum.values[0]?.number ?? 0;
    return (value) => value === first;
  }
  return SCALAR_DEFAULT[type.scalar];
}

/** The value that counts as not set where presence is implicit; undefined where `===` does not tell, or there are several. */
export function onlyDefault(type: ValueType): string | number | boolean | undefined {
  if (type.kind === "message") return undefined;
  if (type.kind === "enum") return type.enum.values[0]?.number ?? 0;
  switch (type.scalar) {
    case "string":
      return "";
    case "bool":
      return false;
    case "int32":
    case "uint32":
    case "sint32":
    case "fixed32":
    case "sfixed32":
      return 0;
    default:
      return undefined;
  }
}

const isZero = (value: unknown): boolean => value === 0;
const isZeroInteger = (value: unknown): boolean => value === 0n || value === 0 || value === "0";
// Minus zero is not the default: it has its own bits on the wire.
const isPositiveZero = (value: unknown): boolean => Object.is(value, 0);

const SCALAR_DEFAULT: Readonly<Record<ScalarName, (value: unknown) => boolean>> = {
  double: isPositiveZero,
  float: isPositiveZero,
  int32: isZero,
  uint32: isZero,
  sint32: isZero,
  fixed32: isZero,
  sfixed32: isZero,
  int64: isZeroInteger,
  uint64: isZeroInteger,
  sint64: isZeroInteger,
  fixed64: isZeroInteger,
  sfixed64: isZeroInteger,
  bool: (value) => value === false,
  string: (value) => value === "",
  bytes: (value) => value instanceof Uint8Array && value.length === 0,
};
