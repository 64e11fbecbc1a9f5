import { STRIPPED } from "../marker.js";
import type { Plan } from "../plan/compiled.js";
import { isMessageObject } from "../representations/kinds.js";
import { objectRepresentation } from "../representations/object/objects.js";
import { statedType, statedTypeName } from "../representations/object/stated-type.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import type { Representation } from "../representations/representation.js";
import { wireBytes } from "../representations/wire/wire.js";
import { doubleText } from "../scalars/json-number.js";
import { noteText } from "../scalars/json-string.js";
import { decodedWireBytes, decodeWire } from "../write/collect/decoded-wire.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { malformedNote } from "../write/text/any-text.js";
import { readPrintable } from "../write/text/printable-wire.js";
import type { TextRenderer } from "../write/text/text-renderer.js";
import type { SchemaScope, SchemaScopes } from "./schema-scope.js";
import type { StrippedPrinter } from "./stripped.js";

/** A message type that is known, and where. */
interface KnownType {
  readonly plan: Plan;
  readonly scope: SchemaScope;
}

// Made beforehand: where it is needed, there may be no stack left to make it.
const UNREADABLE = "<<could not be read>>";
const UNREADABLE_TEXT = JSON.stringify(UNREADABLE);

/** Finds out what a value is and prints it. Total: whatever is given, it neither throws nor shows what it must not. */
export class MessagePrinter implements StrippedPrinter {
  readonly #scopes: SchemaScopes;
  // Only types that some schema has: names that come with values do not fill it (measured: 4% of a small message's text).
  readonly #known = new Map<string, KnownType>();

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
      if (!(bytes instanceof Uint8Array)) return noteText("not wire bytes");
      const found = this.#typeOf(type, undefined);
      if (typeof found === "string") return this.#scopes.own.text.printNote(found);
      return this.#printWire(found.plan, found.scope, bytes, found.scope.text);
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

  /** A copy of a message without its secrets; undefined for what is no message of a known type. */
  redacted(type: unknown, message: unknown): unknown {
    try {
      if (message === null || (type === undefined && typeof message !== "object"))
        return this.#redactedPrimitive(message);
      const found = this.#typeOf(type, message);
      if (typeof found === "string") return undefined;
      const { plan, scope } = found;
      if (isJspbMessage(message))
        return jspbLike(message, this.redactedBytes(type, message.serializeBinary()));
      return scope.copies.copy(plan, representationOf(message, plan), message);
    } catch {
      return undefined;
    }
  }

  #redactedPrimitive(value: unknown): unknown {
    if (typeof value === "string") return this.#scopes.own.holdsCredential?.(value) ? STRIPPED : value;
    return value === null || typeof value === "number" || typeof value === "boolean" ? value : undefined;
  }

  /** The wire bytes of a message without its secrets; empty where nothing can be shown to be open. */
  redactedBytes(type: unknown, bytes: unknown): Uint8Array {
    try {
      const found = this.#typeOf(type, undefined);
      const isReadable =
        typeof found !== "string" && found.plan.kind === "message" && bytes instanceof Uint8Array;
      return isReadable ? found.scope.bytes.copy(found.plan, bytes) : new Uint8Array(0);
    } catch {
      // Malformed, or too deep for the stack.
      return new Uint8Array(0);
    }
  }

  /** The secret values of a message, or of its wire bytes; none of what is no message of a known type. */
  secretValues(type: unknown, message: unknown): readonly SecretValue[] {
    try {
      if (type === undefined && typeof message === "string") {
        return this.#scopes.own.holdsCredential?.(message) ? [message] : [];
      }
      const found = this.#typeOf(type, message);
      if (typeof found === "string") return [];
      const { plan, scope } = found;
      const bytes = isJspbMessage(message) ? message.serializeBinary() : message;
      if (!(bytes instanceof Uint8Array))
        return scope.secrets.collect(plan, representationOf(message, plan), message);
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
      // The usual case first, of which nothing else has to be asked.
      if (typeNameOf(message) !== undefined) return renderer.print(plan, protobufEs, message);
      if (isJspbMessage(message)) return this.#printWire(plan, scope, message.serializeBinary(), renderer);
      return renderer.print(plan, objectRepresentation(plan.typeName), message);
    } catch {
      // A getter or proxy that throws, or the stack: what was thrown may hold a value, so it goes no further.
      return UNREADABLE_TEXT;
    }
  }

  /** A known type, or a note that says why there is none. Not told apart by a property: anybody may add one to all objects. */
  #typeOf(type: unknown, message: unknown): KnownType | string {
    const given = type ?? ownType(message);
    if (typeof given !== "string") return this.#lookUp(given);
    const known = this.#known.get(given);
    if (known !== undefined) return known;
    const found = this.#lookUp(given);
    // Where the stack ended, a type is refused that will not be the next time.
    if (typeof found !== "string" && found.plan.kind === "message") this.#known.set(given, found);
    return found;
  }

  #lookUp(type: unknown): KnownType | string {
    const found = this.#scopes.find(type);
    if (found === undefined) return noteText("not a protobuf message");
    const { name, scope } = found;
    const plan = scope.plan(name);
    // The name may come from the value, so it is only shown if it can be one.
    return plan === undefined ? noteText("unknown type", this.#scopes.shownName(name)) : { plan, scope };
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
        return noteText("not a protobuf message");
    }
  }
}

/** The type that a message says it has: a descriptor if it brings one, or a name. */
export function ownType(message: unknown): unknown {
  if (!isMessageObject(message)) return undefined;
  return typeNameOf(message) ?? statedType(message) ?? statedTypeName(message);
}

/** A message of google-protobuf, which keeps its fields by position: only its wire bytes tell what they are. */
export function isJspbMessage(message: unknown): message is { serializeBinary(): Uint8Array } {
  if (typeof message !== "object" || message === null || Object.hasOwn(message, "serializeBinary"))
    return false;
  return "serializeBinary" in message && typeof message.serializeBinary === "function";
}

/** A message of the same class, which has a function to decode it. */
export function jspbLike(message: object, bytes: Uint8Array): unknown {
  // Generated classes have it; what stands there otherwise is not called.
  const { deserializeBinary } = message.constructor as { deserializeBinary?: unknown };
  return typeof deserializeBinary === "function"
    ? deserializeBinary.call(message.constructor, bytes)
    : undefined;
}

/** How a message object of this type is read. */
export function representationOf(message: unknown, plan: Plan): Representation {
  return typeNameOf(message) === undefined ? objectRepresentation(plan.typeName) : protobufEs;
}
