import { REASON, UNREADABLE } from "../marker.js";
import type { Plan } from "../plan/compiled.js";
import { protobufEs, typeNameOf } from "../representations/protobuf-es/protobuf-es.js";
import { wireBytes } from "../representations/wire/wire.js";
import { doubleText } from "../scalars/json-number.js";
import { noteText } from "../scalars/json-string.js";
import { malformedNote } from "../write/text/any-text.js";
import { readPrintable } from "../write/text/printable-wire.js";
import type { TextRenderer } from "../write/text/text-renderer.js";
import { isJspbMessage } from "./known-messages.js";
import type { SchemaScope } from "./schema-scope.js";
import type { StrippedPrinter } from "./stripped.js";
import type { TypeLookup } from "./type-lookup.js";
import { wireBytesOf } from "./wire-bytes.js";

// Made at start: when it is needed, there may be no stack left to make it.
const UNREADABLE_TEXT = JSON.stringify(UNREADABLE);

/** Prints values as text. For any value, it never throws and never shows a secret. */
export class MessagePrinter implements StrippedPrinter {
  readonly #types: TypeLookup<SchemaScope>;

  constructor(types: TypeLookup<SchemaScope>) {
    this.#types = types;
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
      const found = this.#types.find(type, undefined);
      if (typeof found === "string") return this.#types.own.text.printNote(found);
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

  typeName(type: unknown, message: unknown): string | undefined {
    try {
      const found = this.#types.find(type, message);
      return typeof found === "string" ? undefined : found.plan.typeName;
    } catch {
      return undefined;
    }
  }

  #print(type: unknown, message: unknown, rendererOf: (scope: SchemaScope) => TextRenderer): string {
    try {
      if (message === null) return "null";
      if (type === undefined && typeof message !== "object") return this.#primitive(message, rendererOf);
      const found = this.#types.find(type, message);
      if (typeof found === "string") return this.#types.own.text.printNote(found);
      const { plan, scope, objects } = found;
      const renderer = rendererOf(scope);
      const bytes = wireBytesOf(message);
      if (bytes !== undefined) return this.#printWire(plan, scope, bytes, renderer);
      // Test the usual case first: a message of @bufbuild/protobuf.
      if (typeNameOf(message) !== undefined) return renderer.print(plan, protobufEs, message);
      if (isJspbMessage(message)) return this.#printWire(plan, scope, message.serializeBinary(), renderer);
      return renderer.print(plan, objects, message);
    } catch {
      // A getter or a proxy threw, or the stack overflowed. The error may hold a value, so it is dropped.
      return UNREADABLE_TEXT;
    }
  }

  #primitive(value: unknown, rendererOf: (scope: SchemaScope) => TextRenderer): string {
    switch (typeof value) {
      case "string":
        return rendererOf(this.#types.own).printString(value);
      case "number":
        return doubleText(value);
      case "boolean":
        return String(value);
      default:
        return noteText(REASON.notMessage);
    }
  }
}
