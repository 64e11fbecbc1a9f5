import { REASON, STRIPPED, UNREADABLE } from "../marker.js";
import type { Plan } from "../plan/compiled.js";
import { isMessageObject } from "../representations/kinds.js";
import { objectRepresentation } from "../representations/object/objects.js";
import { statedType, statedTypeName } from "../representations/object/stated-type.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import type { Representation } from "../representations/representation.js";
import { wireBytes } from "../representations/wire/wire.js";
import { doubleText } from "../scalars/json-number.js";
import { noteText } from "../scalars/json-string.js";
import { bytesLike } from "../scalars/string-and-bytes.js";
import { decodedWireBytes, decodeWire } from "../write/collect/decoded-wire.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { malformedNote } from "../write/text/any-text.js";
import { readPrintable } from "../write/text/printable-wire.js";
import type { TextRenderer } from "../write/text/text-renderer.js";
import type { SchemaScope, SchemaScopes } from "./schema-scope.js";
import type { StrippedPrinter } from "./stripped.js";
import { wireBytesOf } from "./wire-bytes.js";

/** A known message type: its plan, and the scope that knows it. */
interface KnownType {
  readonly plan: Plan;
  readonly scope: SchemaScope;
}

// Made at start: when it is needed, there may be no stack left to make it.
const UNREADABLE_TEXT = JSON.stringify(UNREADABLE);

/** Finds the type of a value and prints it. For any value, it never throws and never shows a secret. */
export class MessagePrinter implements StrippedPrinter {
  readonly #scopes: SchemaScopes;
  // Holds only types of a schema, so names in values cannot fill it. It saves 4% of the time of a small message (measured).
  readonly #known = new Map<string, KnownType>();
  /** The same for descriptors: protobufjs builds the full name of a Type anew each time. */
  readonly #described = new WeakMap<object, KnownType>();

  constructor(scopes: SchemaScopes) {
    this.#scopes = scopes;
  }

  text(type: unknown, message: unknown): string {
    return this.#print(type, message, (scope) => scope.text);
  }

  json(type: unknown, message: unknown): unknown {
    try {
      return JSON.parse(this.#print(type, message, (scope) => scope.parseable));
    } catch {
      return UNREADABLE;
    }
  }

  /** The text of a message, from its wire bytes. */
  binaryText(type: unknown, bytes: unknown): string {
    try {
      const wire = wireBytesOf(bytes);
      if (wire === undefined) return noteText(REASON.notBytes);
      const found = this.#typeOf(type, undefined);
      if (typeof found === "string") return this.#scopes.own.text.printNote(found);
      return this.#printWire(found.plan, found.scope, wire, found.scope.text);
    } catch {
      return UNREADABLE_TEXT;
    }
  }

  #printWire(plan: Plan, scope: SchemaScope, bytes: Uint8Array, renderer: TextRenderer): string {
    if (plan.kind === "failed") return renderer.print(plan, wireBytes, undefined);
    try {
      const { message, representation } = readPrintable(plan, bytes, scope.maxDepth);
      return renderer.print(plan, representation, message);
    } catch (error) {
      return renderer.printNote(malformedNote(error, plan.typeName));
    }
  }

  /** A copy of a message, or of its wire bytes, without its secrets; undefined if no type is known for it. */
  redacted(type: unknown, message: unknown): unknown {
    try {
      if (message === null || (type === undefined && typeof message !== "object"))
        return this.#redactedPrimitive(message);
      const found = this.#typeOf(type, message);
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
    if (typeof value === "string") return this.#scopes.own.holdsCredential?.(value) ? STRIPPED : value;
    return value === null || typeof value === "number" || typeof value === "boolean" ? value : undefined;
  }

  /** The wire bytes of a message without its secrets. Undefined if the bytes are malformed, or the type has no plan. */
  redactedBytes(type: unknown, bytes: unknown): Uint8Array | undefined {
    try {
      const found = this.#typeOf(type, undefined);
      const wire = wireBytesOf(bytes);
      return typeof found === "string" || wire === undefined ? undefined : redactWire(found, wire);
    } catch {
      // The bytes are malformed, or the message is nested too deeply for the stack.
      return undefined;
    }
  }

  /** The secret values of a message, or of its wire bytes; none if it is not a message of a known type. */
  secretValues(type: unknown, message: unknown): readonly SecretValue[] {
    try {
      if (type === undefined && typeof message === "string") {
        return this.#scopes.own.holdsCredential?.(message) ? [message] : [];
      }
      const found = this.#typeOf(type, message);
      if (typeof found === "string") return [];
      const { plan, scope } = found;
      const bytes = wireBytesOf(isJspbMessage(message) ? message.serializeBinary() : message);
      if (bytes === undefined) return scope.secrets.collect(plan, representationOf(message, plan), message);
      if (plan.kind !== "message") return [];
      return scope.secrets.collect(plan, decodedWireBytes, decodeWire(plan, bytes, scope.maxDepth));
    } catch {
      return [];
    }
  }

  typeName(type: unknown, message: unknown): string | undefined {
    try {
      const found = this.#typeOf(type, message);
      return typeof found === "string" ? undefined : found.plan.typeName;
    } catch {
      return undefined;
    }
  }

  #print(type: unknown, message: unknown, rendererOf: (scope: SchemaScope) => TextRenderer): string {
    try {
      if (message === null) return "null";
      if (type === undefined && typeof message !== "object") return this.#primitive(message, rendererOf);
      const found = this.#typeOf(type, message);
      if (typeof found === "string") return this.#scopes.own.text.printNote(found);
      const { plan, scope } = found;
      const renderer = rendererOf(scope);
      const bytes = wireBytesOf(message);
      if (bytes !== undefined) return this.#printWire(plan, scope, bytes, renderer);
      // Test the usual case first: a message of @bufbuild/protobuf.
      if (typeNameOf(message) !== undefined) return renderer.print(plan, protobufEs, message);
      if (isJspbMessage(message)) return this.#printWire(plan, scope, message.serializeBinary(), renderer);
      return renderer.print(plan, objectRepresentation(plan.typeName), message);
    } catch {
      // A getter or a proxy threw, or the stack overflowed. The error may hold a value, so it is dropped.
      return UNREADABLE_TEXT;
    }
  }

  /**
   * A known type, or the text of a note that says why there is none. Distinguish them by typeof, not by a property:
   * Object.prototype may be polluted.
   */
  #typeOf(type: unknown, message: unknown): KnownType | string {
    const given = type ?? ownType(message);
    const isName = typeof given === "string";
    const isDescriptor = (typeof given === "object" && given !== null) || typeof given === "function";
    const known = isName ? this.#known.get(given) : isDescriptor ? this.#described.get(given) : undefined;
    if (known !== undefined) return known;
    const found = this.#lookUp(given);
    // A plan that failed by a stack overflow may compile the next time, so it is not remembered.
    if (typeof found === "string" || found.plan.kind !== "message") return found;
    if (isName) this.#known.set(given, found);
    else if (isDescriptor) this.#described.set(given, found);
    return found;
  }

  #lookUp(type: unknown): KnownType | string {
    const found = this.#scopes.find(type);
    if (found === undefined) return noteText(REASON.notMessage);
    const { name, scope } = found;
    const plan = scope.plan(name);
    // The name may come from the value, so it is shown only if it can be a type name.
    return plan === undefined ? noteText(REASON.unknownType, this.#scopes.shownName(name)) : { plan, scope };
  }

  #primitive(value: unknown, rendererOf: (scope: SchemaScope) => TextRenderer): string {
    switch (typeof value) {
      case "string":
        return rendererOf(this.#scopes.own).printString(value);
      case "number":
        return doubleText(value);
      case "boolean":
        return String(value);
      default:
        return noteText(REASON.notMessage);
    }
  }
}

/** The type that a message states: a descriptor or a name. */
export function ownType(message: unknown): unknown {
  if (!isMessageObject(message)) return undefined;
  return typeNameOf(message) ?? statedType(message) ?? statedTypeName(message);
}

/**
 * The redacted wire bytes of a message; undefined if the type has no plan.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
function redactWire({ plan, scope }: KnownType, bytes: Uint8Array): Uint8Array | undefined {
  return plan.kind === "message" ? scope.bytes.copy(plan, bytes) : undefined;
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
