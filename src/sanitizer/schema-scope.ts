import type { Plan } from "../plan/compiled.js";
import { PlanCompiler } from "../plan/plan-compiler.js";
import type { SharedFields } from "../plan/shared-fields.js";
import type { Judge } from "../policy/judge.js";
import type { Detector } from "../policy/policy.js";
import type { Representation } from "../representations/representation.js";
import type { GivenType } from "../schema/descriptor-input.js";
import { isTypeName } from "../schema/names.js";
import type { SchemaSet } from "../schema/schema-set.js";
import type { Limits } from "../write/limits.js";
import { parseable, type TextFormat } from "../write/text/text-format.js";
import { TextRenderer } from "../write/text/text-renderer.js";

/** The options that all scopes of a sanitizer share. */
export interface ScopeOptions {
  readonly judge: Judge;
  readonly format: TextFormat;
  readonly limits: Limits;
  /** Is called with the plan of each type that is asked for, once per scope. */
  readonly onRoot: ((plan: Plan) => void) | undefined;
  /** Whether the sanitizer has audiences. */
  readonly hasAudiences: boolean;
  /** Makes what the plans of several readers have in common. Undefined if each reader has all plans of its own: a smaller bundle. */
  readonly sharedFields?: (() => SharedFields) | undefined;
  /** Recognises a descriptor that is given with a call. */
  given(type: unknown): GivenType | undefined;
  /** The representation of ProtoJSON of a type. Undefined if the sanitizer reads none. */
  readonly protoJson?: ((typeName: string) => Representation) | undefined;
}

/** A set of schemas with the plans and the printers of text that are compiled for it. */
export class SchemaScope {
  readonly schemas: SchemaSet;
  readonly #plans: PlanCompiler;
  /** What the plans of several readers have in common. */
  readonly #fields: SharedFields | undefined;
  /** The deepest nesting of messages that is printed. */
  readonly maxDepth: number;
  /** Whether a detector finds a credential in a text. */
  readonly holdsCredential: Detector | undefined;
  /** Prints the text of a message. */
  readonly text: TextRenderer;
  /** Prints the same content as JSON that JavaScript can parse without loss. */
  readonly parseable: TextRenderer;

  /** @param like the scope of another audience, with the same schemas. The writers are shared with it, and plans that are alike. */
  constructor(
    schemas: SchemaSet,
    { judge, format, limits, onRoot, hasAudiences, sharedFields, protoJson }: ScopeOptions,
    like?: SchemaScope,
  ) {
    this.schemas = schemas;
    this.#fields = like === undefined ? (hasAudiences ? sharedFields?.() : undefined) : like.#fields;
    this.#plans = new PlanCompiler(
      schemas,
      judge,
      onRoot,
      this.#fields,
      like === undefined ? undefined : like.#plans,
    );
    this.maxDepth = limits.maxDepth;
    const { holdsCredential } = judge;
    this.holdsCredential = holdsCredential;
    this.text = like?.text ?? new TextRenderer({ format, limits, holdsCredential, protoJson });
    this.parseable =
      like?.parseable ?? new TextRenderer({ format: parseable(format), limits, holdsCredential, protoJson });
  }

  /** The plan of a type by its full name; undefined if no schema knows it. Never throws. */
  plan(typeName: string): Plan | undefined {
    return this.#plans.plan(typeName);
  }
}

/** A type by its name, and the scope in which it is looked up. */
export interface ScopedType<Scope> {
  readonly name: string;
  readonly scope: Scope;
}

/** The signature of a method, because the scopes of a kind are also scopes of any kind: what is made is given to its own maker only. */
interface ScopeMaker<Scope> {
  make(schemas: SchemaSet, options: ScopeOptions, like?: Scope): Scope;
}

/** Makes a scope. The last argument is the scope of another audience, with the same schemas. */
export type MakeScope<Scope> = ScopeMaker<Scope>["make"];

/**
 * The scopes of a sanitizer: one for its own schemas, and one for each other file or Root whose types are given with a
 * call. In such a scope the given descriptor takes precedence, but a field that the sanitizer's own schemas mark as secret
 * stays secret.
 */
export class SchemaScopes<Scope extends SchemaScope> {
  readonly #options: ScopeOptions;
  readonly #scopeOf: MakeScope<Scope>;
  readonly #like: SchemaScopes<Scope> | undefined;
  /** The scope of the sanitizer's own schemas. */
  readonly own: Scope;
  readonly #given = new WeakMap<object, Scope>();

  /**
   * @param scopeOf makes a scope.
   * @param like the scopes of another audience of the same sanitizer.
   */
  constructor(
    schemas: SchemaSet,
    options: ScopeOptions,
    scopeOf: MakeScope<Scope>,
    like?: SchemaScopes<Scope>,
  ) {
    this.#options = options;
    this.#scopeOf = scopeOf;
    this.#like = like;
    this.own = scopeOf(schemas, options, like?.own);
  }

  /** The type that was given: a name, or a descriptor; undefined if it is neither. */
  find(type: unknown): ScopedType<Scope> | undefined {
    if (typeof type === "string") return { name: type, scope: this.own };
    const given = this.#options.given(type);
    return given && { name: given.name, scope: this.#scope(given) };
  }

  /** A type name that came with a value, if a note may show it: it must be a valid name and hold no credential. */
  shownName(name: string): string | undefined {
    return isTypeName(name) && this.#options.judge.holdsCredential?.(name) !== true ? name : undefined;
  }

  #scope(given: GivenType): Scope {
    const { type, file, sources } = given;
    const { schemas } = this.own;
    // Check each type: some types of a file may be known and others not.
    if (schemas.describes(type)) return this.own;
    let scope = this.#given.get(file);
    if (scope === undefined) {
      const like = this.#like === undefined ? undefined : this.#like.#scope(given);
      scope = this.#scopeOf(like?.schemas ?? schemas.preferring(sources()), this.#options, like);
      this.#given.set(file, scope);
    }
    return scope;
  }
}
