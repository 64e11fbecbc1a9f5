import type { MessageReader } from "../../representations/reader.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { scalarText } from "../text/scalar-text.js";
import { PROTOJSON_FORMAT } from "../text/text-format.js";
import { replacement } from "./replacement.js";
import { valueLike } from "./value-like.js";

/** The forms in which one representation has the values of a scalar or enum field. */
export interface ScalarForm {
  /** Whether a value is one of the field's type. */
  accepts(value: unknown): boolean;
  /** What takes the place of a secret value. Where there is none, or one of a wrong type, it is a neutral value. */
  replacement(secret: unknown, isImplicit: boolean): unknown;
  /** What stands where the field is not set. */
  empty(like: unknown): unknown;
}

/** Finds out how a reader has the values of a field. */
export function scalarForm(field: FieldShape, bound: MessageReader): ScalarForm {
  const { type } = field;
  const isOfType = typeTest(field);
  const neutral = bound.neutral(type) ?? ((value) => value);
  const accepts = (value: unknown): boolean => isOfType(value) || isOfType(neutral(value));
  const like = (value: unknown, made: unknown): unknown =>
    valueLike(type, accepts(value) ? value : undefined, made);
  const isText = type.kind === "scalar" && type.scalar === "string";
  const isBytes = type.kind === "scalar" && type.scalar === "bytes";
  return {
    accepts,
    replacement: (secret, isImplicit) => like(secret, replacement(type, isImplicit)),
    empty: (value) => (isText ? "" : like(value, isBytes ? new Uint8Array(0) : replacement(type, false))),
  };
}

function typeTest(field: FieldShape): (value: unknown) => boolean {
  const { type } = field;
  if (type.kind === "message") return () => false;
  if (type.kind === "enum") return isInt32;
  switch (type.scalar) {
    case "string":
      return (value) => typeof value === "string";
    case "bool":
      return (value) => typeof value === "boolean";
    case "float":
    case "double":
      return (value) => typeof value === "number";
    case "bytes":
      return (value) => value instanceof Uint8Array;
    case "int32":
    case "sint32":
    case "sfixed32":
      return isInt32;
    case "uint32":
    case "fixed32":
      return (value) => typeof value === "number" && value >>> 0 === value;
    default: {
      // Of 64 bits there are several forms: what can be printed as one is one.
      const text = scalarText(field, PROTOJSON_FORMAT);
      const wrap = type.scalar.startsWith("u") || type.scalar === "fixed64" ? BigInt.asUintN : BigInt.asIntN;
      return (value) => (typeof value === "bigint" ? wrap(64, value) === value : text(value) !== undefined);
    }
  }
}

function isInt32(value: unknown): boolean {
  return typeof value === "number" && (value | 0) === value;
}
