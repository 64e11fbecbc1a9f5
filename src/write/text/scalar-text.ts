import { isInt32 } from "../../scalars/numbers.js";
import { scalarOf } from "../../scalars/scalars.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { TextFormat } from "./text-format.js";

/** Prints a neutral value; undefined if it is not of the type. */
export type ScalarText = (value: unknown) => string | undefined;

/** How values of a scalar or enum field are printed, whole and without a look at what strings say. */
export function scalarText({ type, fullName }: FieldShape, format: TextFormat): ScalarText {
  if (type.kind === "message") throw new TypeError(`${type.typeName} is not a scalar type`);
  const text = scalarOf(type).text(format);
  // NullValue has one value. protobuf-es holds a Struct as JSON, where every other number has become it.
  if (fullName === "google.protobuf.Value.null_value")
    return (value) => (isInt32(value) ? text(0) : undefined);
  return text;
}
