import type { SpanContext, TraceState } from "@opentelemetry/api";
import { type LogSanitizer, lineFinder, messageJson, messageRules } from "../logging/logged-messages.js";
import { findingListeners } from "../scrub/findings/finding-listeners.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { scrubbingRules } from "../values/log-rules.js";
import { ValueWalk } from "../values/value-walk.js";
import { silent, type WalkRules } from "../values/walk-rules.js";
import { type Resource, SafeResource } from "./safe-resource.js";

/** Makes the parts safe that spans and log records have in common. They are scrubbed at once: secrets are held only for a while. */
export class SafeParts {
  /** Makes the rules for a part: findings name it, and the key of the attribute in it. */
  readonly #rulesFor: (sink: string, key?: string) => WalkRules;
  readonly #rules = new Map<string, WalkRules>();
  /** One view per resource and scope: exporters group by the identity of these objects. */
  readonly #resources = new WeakMap<object, SafeResource>();
  readonly #scopes = new WeakMap<object, object>();

  constructor(sanitizer: LogSanitizer) {
    const messages = messageRules((message) => messageJson(sanitizer, message));
    const secrets = lineFinder(sanitizer);
    this.#rulesFor = (sink, key) => scrubbingRules(new SinkFinder(secrets, sink, () => key), messages);
  }

  /**
   * A value of the same type. It is a text, a number or a structure of them; some may become other texts.
   *
   * @param sink the part of a span or record, as findings name it.
   */
  value<T>(value: T, sink: string): T {
    let rules = this.#rules.get(sink);
    if (rules === undefined) {
      rules = this.#rulesFor(sink);
      this.#rules.set(sink, rules);
    }
    if (!findingListeners().isListening()) return new ValueWalk(rules).walk(value) as T;
    return this.#byKey(value, sink, rules);
  }

  /** The same, key by key, so that findings name the key of the attribute. */
  #byKey<T>(value: T, sink: string, rules: WalkRules): T {
    const safe = new ValueWalk({ ...rules, secrets: silent(rules.secrets) }).walk(value) as T;
    if (safe === value) return safe;
    if (typeof value !== "object" || value === null || Array.isArray(value)) new ValueWalk(rules).walk(value);
    else
      for (const key of Object.keys(value)) {
        new ValueWalk(this.#rulesFor(sink, key)).walk({ [key]: Reflect.get(value, key) });
      }
    return safe;
  }

  /** The value under a key, if there is one. */
  optional<K extends string, T>(key: K, value: T | undefined, sink: string): { readonly [P in K]?: T } {
    return value === undefined ? {} : ({ [key]: this.value(value, sink) } as { [P in K]: T }); // it has this one key
  }

  /** Attributes; none if they cannot be read. */
  attributes<T extends object>(attributes: T, sink: string): T {
    const safe: unknown = this.value(attributes, sink);
    return (typeof safe === "object" && safe !== null ? safe : {}) as T; // attributes are optional, each of them
  }

  /** Identifiers are random numbers, and stay. */
  spanContext({ traceId, spanId, traceFlags, isRemote, traceState }: SpanContext): SpanContext {
    return {
      traceId,
      spanId,
      traceFlags,
      ...(isRemote !== undefined && { isRemote }),
      ...(traceState && {
        traceState: new SafeTraceState(this.value(traceState.serialize(), "trace state")),
      }),
    };
  }

  /** Name, version, schema URL and attributes of the code that made a span. */
  scope<T extends object>(scope: T): T {
    const safe = this.value(scope, "instrumentation scope");
    if (safe === scope) return scope;
    const known = this.#scopes.get(scope);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(safe)) return known as T; // made for this scope
    this.#scopes.set(scope, safe);
    return safe;
  }

  resource(resource: Resource): Resource {
    let safe = this.#resources.get(resource);
    if (safe === undefined) {
      safe = new SafeResource(resource, (value) => this.value(value, "resource"));
      this.#resources.set(resource, safe);
    }
    safe.look();
    return safe.view;
  }
}

/** A trace state that keeps nothing but its safe text. */
class SafeTraceState implements TraceState {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  serialize(): string {
    return this.#text;
  }

  get(key: string): string | undefined {
    return this.#members()
      .find((member) => member.startsWith(`${key}=`))
      ?.slice(key.length + 1);
  }

  set(key: string, value: string): TraceState {
    return new SafeTraceState([`${key}=${value}`, ...this.#without(key)].join(","));
  }

  unset(key: string): TraceState {
    return new SafeTraceState(this.#without(key).join(","));
  }

  #members(): readonly string[] {
    return this.#text.split(",").filter((member) => member !== "");
  }

  #without(key: string): readonly string[] {
    return this.#members().filter((member) => !member.startsWith(`${key}=`));
  }
}
