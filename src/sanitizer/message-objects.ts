import type { Plan } from "../plan/compiled.js";
import { isMessageObject } from "../representations/kinds.js";
import { objectRepresentation } from "../representations/object/objects.js";
import { statedType, statedTypeName } from "../representations/object/stated-type.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import type { Representation } from "../representations/representation.js";

/** The type that a message states: a descriptor or a name. */
export function ownType(message: unknown): unknown {
  if (!isMessageObject(message)) return undefined;
  return typeNameOf(message) ?? statedType(message) ?? statedTypeName(message);
}

/** Whether a value is a message of google-protobuf. Such a message keeps fields by position, so it is read as wire bytes. */
export function isJspbMessage(message: unknown): message is { serializeBinary(): Uint8Array } {
  if (typeof message !== "object" || message === null || Object.hasOwn(message, "serializeBinary"))
    return false;
  return "serializeBinary" in message && typeof message.serializeBinary === "function";
}

/** A message of the same class, made from wire bytes. */
export function jspbLike(message: object, bytes: Uint8Array): unknown {
  // Only generated classes have this function.
  const { deserializeBinary } = message.constructor as { deserializeBinary?: unknown };
  return typeof deserializeBinary === "function"
    ? deserializeBinary.call(message.constructor, bytes)
    : undefined;
}

/** The representation of a message object of this type. */
export function representationOf(message: unknown, plan: Plan): Representation {
  return typeNameOf(message) === undefined ? objectRepresentation(plan.typeName) : protobufEs;
}
