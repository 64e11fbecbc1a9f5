import type { Plan } from "../plan/compiled.js";
import { objectRepresentation } from "../representations/object/objects.js";
import { statedType, statedTypeName } from "../representations/object/stated-type.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import type { Representation } from "../representations/representation.js";
import { type MessageObjects, typeOf } from "./known-messages.js";

/** The messages of all libraries. */
export const ALL_LIBRARIES: MessageObjects = {
  statedType: (message) => statedType(message) ?? statedTypeName(message),
  representation: objectRepresentation,
};

/** The type that a message of any library states: a descriptor or a name. */
export function ownType(message: unknown): unknown {
  return typeOf(message, ALL_LIBRARIES);
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
