import type { FieldPlan } from "../../plan/compiled.js";
import { quote } from "../../scalars/json-string.js";
import { isInt32 } from "../../scalars/numbers.js";
import { scalarOf } from "../../scalars/scalars.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { TextFormat } from "./text-format.js";

/** Prints a neutral value; undefined for a value of another type. */
export type ScalarText = (value: unknown) => string | undefined;

/** Makes a function that prints values of a scalar or enum field. It neither cuts strings nor searches them for credentials. */
export function scalarText({ type, fullName }: FieldShape, format: TextFormat): ScalarText {
  if (type.kind === "message") throw new TypeError(`${type.typeName} is not a scalar type`);
  const text = scalarOf(type).text(format);
  // NullValue has one value. protobuf-es holds a Struct as JSON, in which every other number has become null, too.
  if (fullName === "google.protobuf.Value.null_value")
    return (value) => (isInt32(value) ? text(0) : undefined);
  return text;
}

/** Makes the text of a hidden value that shows a part, quoted. Undefined if the field shows no part of its values. */
export function partText({ partial, marker }: FieldPlan): ((value: unknown) => string) | undefined {
  if (partial === undefined) return undefined;
  const hidden = quote(marker);
  return (value) => {
    const part = partial(value);
    return part === undefined ? hidden : quote(part);
  };
}
