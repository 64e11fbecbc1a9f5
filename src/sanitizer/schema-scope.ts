import type { DescMessage } from "@bufbuild/protobuf";
import type { Plan } from "../plan/compiled.js";
import { PlanCompiler } from "../plan/plan-compiler.js";
import type { Judge } from "../policy/judge.js";
import type { Detector } from "../policy/policy.js";
import { isTypeName } from "../schema/names.js";
import { isDescMessage, isProtobufjsType, type ProtobufjsType, topOf } from "../schema/schema-input.js";
import type { SchemaSet } from "../schema/schema-set.js";
import type { TypeSource } from "../schema/type-source.js";
import { ByteWriter } from "../write/bytes/byte-writer.js";
import { SecretCollector } from "../write/collect/secret-collector.js";
import { Copier } from "../write/copy/copier.js";
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
  /** Makes the sources for a type that was given with a call. */
  sourcesOfType(type: DescMessage | ProtobufjsType): readonly TypeSource[];
}

/** A set of schemas with the plans and printers that are compiled for it. */
export class SchemaScope {
  readonly schemas: SchemaSet;
  readonly #plans: PlanCompiler;
  /** The deepest nesting of messages that is printed. */
  readonly maxDepth: number;
  /** Whether a detector finds a credential in a text. */
  readonly holdsCredential: Detector | undefined;
  /** Prints the text of a message. */
  readonly text: TextRenderer;
  /** Prints the same content as JSON that JavaScript can parse without loss. */
  readonly parseable: TextRenderer;

  /** Copies wire bytes without their secrets. */
  readonly bytes: ByteWriter;
  /** Copies message objects without their secrets. */
  readonly copies: Copier;
  /** Collects the secret values of messages. */
  readonly secrets: SecretCollector;

  constructor(schemas: SchemaSet, { judge, format, limits, onRoot }: ScopeOptions) {
    this.schemas = schemas;
    this.#plans = new PlanCompiler(schemas, judge, onRoot);
    this.maxDepth = limits.maxDepth;
    const { holdsCredential } = judge;
    this.holdsCredential = holdsCredential;
    this.text = new TextRenderer({ format, limits, holdsCredential });
    this.parseable = new TextRenderer({ format: parseable(format), limits, holdsCredential });
    const bytes = new ByteWriter(limits);
    this.bytes = bytes;
    this.copies = new Copier({
      limits,
      holdsCredential,
      payload: (plan, payload, maxDepth) => bytes.copy(plan, payload, maxDepth),
    });
    this.secrets = new SecretCollector(limits.maxDepth);
  }

  /** The plan of a type by its full name; undefined if no schema knows it. Never throws. */
  plan(typeName: string): Plan | undefined {
    return this.#plans.plan(typeName);
  }
}

/** A type by its name, and the scope in which it is looked up. */
export interface ScopedType {
  readonly name: string;
  readonly scope: SchemaScope;
}

/**
 * The scopes of a sanitizer: one for its own schemas, and one for each other file or Root whose types are given with a
 * call. In such a scope the given descriptor takes precedence, but a field that the sanitizer's own schemas mark as secret
 * stays secret.
 */
export class SchemaScopes {
  readonly #options: ScopeOptions;
  /** The scope of the sanitizer's own schemas. */
  readonly own: SchemaScope;
  readonly #given = new WeakMap<object, SchemaScope>();

  constructor(schemas: SchemaSet, options: ScopeOptions) {
    this.#options = options;
    this.own = new SchemaScope(schemas, options);
  }

  /** The type that was given: a name, or a descriptor of any library; undefined if it is neither. */
  find(type: unknown): ScopedType | undefined {
    if (typeof type === "string") return { name: type, scope: this.own };
    if (isDescMessage(type)) return { name: type.typeName, scope: this.#scope(type, type.file) };
    if (!isProtobufjsType(type)) return undefined;
    return { name: type.fullName.replace(/^\./, ""), scope: this.#scope(type, topOf(type)) };
  }

  /** A type name that came with a value, if a note may show it: it must be a valid name and hold no credential. */
  shownName(name: string): string | undefined {
    return isTypeName(name) && this.#options.judge.holdsCredential?.(name) !== true ? name : undefined;
  }

  #scope(type: DescMessage | ProtobufjsType, file: object): SchemaScope {
    const { schemas } = this.own;
    // Check each type: some types of a file may be known and others not.
    if (schemas.describes(type)) return this.own;
    let scope = this.#given.get(file);
    if (scope === undefined) {
      scope = new SchemaScope(schemas.preferring(this.#options.sourcesOfType(type)), this.#options);
      this.#given.set(file, scope);
    }
    return scope;
  }
}
