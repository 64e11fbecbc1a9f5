import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { type LogSanitizer, messageJson } from "../logging/replace-message.js";
import { ValueWalk } from "../values/value-walk.js";
import { scrubbingRules, type WalkRules } from "../values/walk-rules.js";

type Resource = ReadableSpan["resource"];

/** Makes views of ended spans that hold no secrets. The spans stay as they are. */
export class SafeSpans {
  readonly #rules: WalkRules;
  /** One view of each resource: exporters put together the spans that have the same one. */
  readonly #resources = new WeakMap<Resource, Resource>();

  constructor(sanitizer: LogSanitizer) {
    this.#rules = scrubbingRules(sanitizer, (message) => messageJson(sanitizer, message));
  }

  /** What an exporter may see of a span, as things are now: secrets are not held for ever. */
  view(span: ReadableSpan): ReadableSpan {
    const safe: Partial<ReadableSpan> = {
      spanContext: () => span.spanContext(),
      name: this.#safe(span.name),
      attributes: this.#safe(span.attributes),
      status: this.#safe(span.status),
      // Not the numbers beside them, which are times and counts.
      events: span.events.map((event) => ({
        ...event,
        name: this.#safe(event.name),
        ...this.#attributes(event),
      })),
      links: span.links.map((link) => ({ ...link, ...this.#attributes(link) })),
      resource: this.#resource(span.resource),
    };
    // All else, in whichever version of the SDK, is read from the span.
    return Object.create(span, Object.getOwnPropertyDescriptors(safe));
  }

  /** Of the same kind: names, texts, numbers and lists of them, which stay so or become texts. */
  #safe<T>(value: T): T {
    return new ValueWalk(this.#rules).walk(value) as T;
  }

  #attributes<T>({ attributes }: { attributes?: T }): { attributes?: T } {
    return attributes === undefined ? {} : { attributes: this.#safe(attributes) };
  }

  #resource(resource: Resource): Resource {
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    // Read when it is exported: detectors may not be done yet.
    const attributes = { get: () => this.#safe(resource.attributes), enumerable: true };
    const view: Resource = Object.create(resource, { attributes });
    this.#resources.set(resource, view);
    return view;
  }
}
