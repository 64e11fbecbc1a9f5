import type { MessagePlan } from "../../plan/compiled.js";
import type { FieldShape, ValueType } from "../../schema/message-shape.js";
import { isPlainObject } from "../kinds.js";
import type { MessageObject } from "../representation.js";
import { type ObjectNames, oneofOf } from "./property-names.js";

/** Whether null is a value of the type, in ProtoJSON. */
export function isNullable(type: ValueType): boolean {
  if (type.kind === "message") return type.typeName === "google.protobuf.Value";
  return type.kind === "enum" && type.enum.typeName === "google.protobuf.NullValue";
}

/**
 * Reads a null that stands for a field of type `Value` or `NullValue`. In parsed ProtoJSON, and in objects of ts-proto, it is
 * the value null. It means "not set" where a library writes null for fields that are not set: in instances of a class, in
 * objects that have a property for every field (proto-loader with `defaults`), and in a oneof if another member has a
 * property, too, which is not undefined (ts-proto with `useNullAsOptional`). proto-loader fills in no `optional` field of
 * proto3, so there null is a value.
 */
export function nullReader(
  { fields }: MessagePlan,
  field: FieldShape,
  names: ObjectNames,
  isFilled: (message: MessageObject) => boolean,
): (message: MessageObject, name: string) => unknown {
  const oneof = oneofOf(field);
  const siblings = fields
    .filter((other) => other.field !== field && oneof !== undefined && oneofOf(other.field) === oneof)
    .flatMap((other) => names.of(other.field));
  return (message, name) => {
    if (!Object.hasOwn(message, name) || message[name] !== null || !isPlainObject(message)) return undefined;
    if (oneof === undefined) return isFilled(message) ? undefined : null;
    return siblings.some((one) => Object.hasOwn(message, one) && message[one] !== undefined)
      ? undefined
      : null;
  };
}
