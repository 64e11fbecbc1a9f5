import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { type LogSanitizer, messageJson, messageRules } from "../logging/logged-messages.js";
import { ValueWalk } from "../values/value-walk.js";
import { scrubbingRules, type WalkRules } from "../values/walk-rules.js";

type Resource = ReadableSpan["resource"];

/** Makes views of ended spans without secrets. The spans stay as they are. */
export class SafeSpans {
  readonly #rules: WalkRules;
  /** One view per resource: exporters group spans that have the same resource object. */
  readonly #resources = new WeakMap<Resource, Resource>();

  constructor(sanitizer: LogSanitizer) {
    const messages = messageRules((message) => messageJson(sanitizer, message));
    this.#rules = scrubbingRules(sanitizer.live, messages);
  }

  /** The view of a span that an exporter may see, scrubbed now: the secrets are held only for a while. */
  view(span: ReadableSpan): ReadableSpan {
    const safe: Partial<ReadableSpan> = {
      spanContext: () => span.spanContext(),
      name: this.#safe(span.name),
      attributes: this.#safe(span.attributes),
      status: this.#safe(span.status),
      // Keep the numbers of an event: they are times and counts.
      events: span.events.map((event) => ({
        ...event,
        name: this.#safe(event.name),
        ...this.#attributes(event),
      })),
      links: span.links.map((link) => ({ ...link, ...this.#attributes(link) })),
      resource: this.#resource(span.resource),
    };
    // All other properties, in any version of the SDK, are read from the span.
    return Object.create(span, Object.getOwnPropertyDescriptors(safe));
  }

  /** A value of the same type. It is a text, a number or a list of them; some may become other texts. */
  #safe<T>(value: T): T {
    return new ValueWalk(this.#rules).walk(value) as T;
  }

  #attributes<T>({ attributes }: { attributes?: T }): { attributes?: T } {
    return attributes === undefined ? {} : { attributes: this.#safe(attributes) };
  }

  #resource(resource: Resource): Resource {
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    // Read the attributes at export: asynchronous detectors may add some until then.
    const attributes = { get: () => this.#safe(resource.attributes), enumerable: true };
    const view: Resource = Object.create(resource, { attributes });
    this.#resources.set(resource, view);
    return view;
  }
}
