import { STRIPPED } from "../marker.js";
import { objectRepresentation } from "../representations/object/objects.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import { bytesLike } from "../scalars/string-and-bytes.js";
import { decodedWireBytes, decodeWire } from "../write/collect/decoded-wire.js";
import type { CollectedValues } from "../write/collect/secret-walk.js";
import type { CopyingScope } from "./copying-scope.js";
import { isJspbMessage } from "./known-messages.js";
import { jspbLike, representationOf } from "./message-objects.js";
import type { KnownType, TypeLookup } from "./type-lookup.js";
import { wireBytesOf } from "./wire-bytes.js";

/** Copies messages without their secrets, and collects the secrets. For any value, it never throws. */
export class MessageCopier {
  readonly #types: TypeLookup<CopyingScope>;

  constructor(types: TypeLookup<CopyingScope>) {
    this.#types = types;
  }

  /** A copy of a message, or of its wire bytes, without its secrets; undefined if no type is known for it. */
  redacted(type: unknown, message: unknown): unknown {
    try {
      if (message === null || (type === undefined && typeof message !== "object"))
        return this.#redactedPrimitive(message);
      const found = this.#types.find(type, message);
      if (typeof found === "string") return undefined;
      const { plan, scope } = found;
      const bytes = wireBytesOf(message);
      if (bytes !== undefined) {
        const redacted = redactWire(found, bytes);
        // A Buffer for a Buffer.
        return redacted && bytesLike(bytes, redacted);
      }
      // Test the usual case first: a message of @bufbuild/protobuf.
      if (typeNameOf(message) !== undefined) return scope.copies.copy(plan, protobufEs, message);
      if (isJspbMessage(message)) {
        const redacted = this.redactedBytes(type, message.serializeBinary());
        return redacted && jspbLike(message, redacted);
      }
      return scope.copies.copy(plan, objectRepresentation(plan.typeName), message);
    } catch {
      return undefined;
    }
  }

  #redactedPrimitive(value: unknown): unknown {
    if (typeof value === "string") return this.#types.own.holdsCredential?.(value) ? STRIPPED : value;
    return value === null || typeof value === "number" || typeof value === "boolean" ? value : undefined;
  }

  /** The wire bytes of a message without its secrets. Undefined if the bytes are malformed, or the type has no plan. */
  redactedBytes(type: unknown, bytes: unknown): Uint8Array | undefined {
    try {
      const found = this.#types.find(type, undefined);
      const wire = wireBytesOf(bytes);
      return typeof found === "string" || wire === undefined ? undefined : redactWire(found, wire);
    } catch {
      // The bytes are malformed, or the message is nested too deeply for the stack.
      return undefined;
    }
  }

  /** The secret values of a message, or of its wire bytes; none if it is not a message of a known type. */
  secretValues(type: unknown, message: unknown): CollectedValues {
    try {
      if (type === undefined && typeof message === "string") {
        return this.#types.own.holdsCredential?.(message)
          ? { values: [message], origins: undefined }
          : NOTHING;
      }
      const found = this.#types.find(type, message);
      if (typeof found === "string") return NOTHING;
      const { plan, scope } = found;
      const bytes = wireBytesOf(isJspbMessage(message) ? message.serializeBinary() : message);
      if (bytes === undefined) return scope.secrets.collect(plan, representationOf(message, plan), message);
      if (plan.kind !== "message") return NOTHING;
      return scope.secrets.collect(plan, decodedWireBytes, decodeWire(plan, bytes, scope.secrets.maxDepth));
    } catch {
      return NOTHING;
    }
  }
}

const NOTHING: CollectedValues = { values: [], origins: undefined };

/**
 * The redacted wire bytes of a message; undefined if the type has no plan.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
function redactWire({ plan, scope }: KnownType<CopyingScope>, bytes: Uint8Array): Uint8Array | undefined {
  return plan.kind === "message" ? scope.bytes.copy(plan, bytes) : undefined;
}
