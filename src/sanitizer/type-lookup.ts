import { REASON } from "../marker.js";
import type { Plan } from "../plan/compiled.js";
import type { Representation } from "../representations/representation.js";
import { noteText } from "../scalars/json-string.js";
import { type MessageObjects, typeOf } from "./known-messages.js";
import type { SchemaScope, SchemaScopes } from "./schema-scope.js";

/** A known message type: its plan, and the scope that knows it. */
export interface KnownType<Scope> {
  readonly plan: Plan;
  readonly scope: Scope;
  /** The representation of its messages as objects. */
  readonly objects: Representation;
}

/** Finds the types of values. */
export class TypeLookup<Scope extends SchemaScope> {
  readonly #scopes: SchemaScopes<Scope>;
  /** The message objects whose types are known. */
  readonly objects: MessageObjects;
  // Holds only types of a schema, so names in values cannot fill it. It saves 4% of the time of a small message (measured).
  readonly #known = new Map<string, KnownType<Scope>>();
  /** The same for descriptors: protobufjs builds the full name of a Type anew each time. */
  readonly #described = new WeakMap<object, KnownType<Scope>>();

  constructor(scopes: SchemaScopes<Scope>, objects: MessageObjects) {
    this.#scopes = scopes;
    this.objects = objects;
  }

  /** The scope of the sanitizer's own schemas. */
  get own(): Scope {
    return this.#scopes.own;
  }

  /**
   * A known type, or the text of a note that says why there is none. Distinguish them by typeof, not by a property:
   * Object.prototype may be polluted.
   */
  find(type: unknown, message: unknown): KnownType<Scope> | string {
    const given = type ?? typeOf(message, this.objects);
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

  #lookUp(type: unknown): KnownType<Scope> | string {
    const found = this.#scopes.find(type);
    if (found === undefined) return noteText(REASON.notMessage);
    const { name, scope } = found;
    const plan = scope.plan(name);
    // The name may come from the value, so it is shown only if it can be a type name.
    return plan === undefined
      ? noteText(REASON.unknownType, this.#scopes.shownName(name))
      : { plan, scope, objects: this.objects.representation(plan.typeName) };
  }
}
