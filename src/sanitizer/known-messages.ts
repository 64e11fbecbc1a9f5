import { isMessageObject } from "../representations/kinds.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import type { Representation } from "../representations/representation.js";

/** Which message objects a sanitizer reads, beside those of @bufbuild/protobuf. */
export interface MessageObjects {
  /** The type that a message states: a descriptor or a name; undefined if it states none. */
  statedType(message: Readonly<Record<string | symbol, unknown>>): unknown;
  /** The representation of messages of a type. */
  representation(typeName: string): Representation;
}

/** None but those of @bufbuild/protobuf: whatever else is given prints a note. */
export const PROTOBUF_ES_ONLY: MessageObjects = {
  statedType: () => undefined,
  representation: () => protobufEs,
};

/** The type that a message states: a descriptor or a name. */
export function typeOf(message: unknown, objects: MessageObjects): unknown {
  if (!isMessageObject(message)) return undefined;
  return typeNameOf(message) ?? objects.statedType(message);
}

/** Whether a value is a message of google-protobuf. Such a message keeps fields by position, so it is read as wire bytes. */
export function isJspbMessage(message: unknown): message is { serializeBinary(): Uint8Array } {
  if (typeof message !== "object" || message === null || !("serializeBinary" in message)) return false;
  return !Object.hasOwn(message, "serializeBinary") && typeof message.serializeBinary === "function";
}
