import { doubleText } from "../../scalars/json-number.js";
import { bytesText, quote } from "../../scalars/json-string.js";
import type { FieldShape, ScalarName } from "../../schema/message-shape.js";
import type { TextFormat } from "./text-format.js";

/** Prints a neutral value; undefined if it is not of the type. */
export type ScalarText = (value: unknown) => string | undefined;

/** How values of a scalar or enum field are printed, whole and without a look at what strings say. */
export function scalarText({ type, fullName }: FieldShape, format: TextFormat): ScalarText {
  if (type.kind === "message") throw new TypeError(`${type.typeName} is not a scalar type`);
  if (type.kind === "scalar") return SCALAR_TEXTS[type.scalar](format);
  const text = format.enumText(type.enum);
  // NullValue has one value. protobuf-es holds a Struct as JSON, where all others have become it.
  if (fullName === "google.protobuf.Value.null_value")
    return (value) => (isInt32(value) ? text(0) : undefined);
  return (value) => (isInt32(value) ? text(value) : undefined);
}

const isInt32 = (value: unknown): value is number => typeof value === "number" && (value | 0) === value;
const isUint32 = (value: unknown): value is number => typeof value === "number" && value >>> 0 === value;

const int32 = (): ScalarText => (value) => (isInt32(value) ? String(value) : undefined);
const uint32 = (): ScalarText => (value) => (isUint32(value) ? String(value) : undefined);
const int64 = (format: TextFormat): ScalarText => integer64(format, -(2n ** 63n), 2n ** 63n - 1n);
const uint64 = (format: TextFormat): ScalarText => integer64(format, 0n, 2n ** 64n - 1n);

const SCALAR_TEXTS: Readonly<Record<ScalarName, (format: TextFormat) => ScalarText>> = {
  double: () => (value) => (typeof value === "number" ? doubleText(value) : undefined),
  float: (format) => (value) => (typeof value === "number" ? format.float(value) : undefined),
  int32,
  sint32: int32,
  sfixed32: int32,
  uint32,
  fixed32: uint32,
  int64,
  sint64: int64,
  sfixed64: int64,
  uint64,
  fixed64: uint64,
  bool: () => (value) => (value === true ? "true" : value === false ? "false" : undefined),
  string: () => (value) => (typeof value === "string" ? quote(value) : undefined),
  bytes: () => (value) => (value instanceof Uint8Array ? bytesText(value) : undefined),
};

const DECIMAL = /^(?:0|-?[1-9][0-9]{0,19})$/;

function integer64(format: TextFormat, least: bigint, most: bigint): ScalarText {
  return (value) => {
    if (typeof value === "bigint") {
      return value >= least && value <= most ? format.integer64(String(value)) : undefined;
    }
    if (typeof value === "string" && DECIMAL.test(value)) {
      const integer = BigInt(value);
      return integer >= least && integer <= most ? format.integer64(value) : undefined;
    }
    if (Number.isSafeInteger(value) && Number(value) >= least) return format.integer64(String(value));
    return undefined;
  };
}
