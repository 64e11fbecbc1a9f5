import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { type LogSanitizer, messageJson, messageRules } from "../logging/logged-messages.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { scrubbingRules } from "../values/log-rules.js";
import { ValueWalk } from "../values/value-walk.js";
import type { WalkRules } from "../values/walk-rules.js";

/** Options of {@link sanitizeSpanProcessor}. */
export interface SanitizeSpanProcessorOptions {
  /** Strips messages, and holds the live secrets that are replaced in spans. */
  readonly sanitizer: LogSanitizer;
  /** The processor that batches and exports. */
  readonly processor: SpanProcessor;
}

const OPTIONS: OptionNames<SanitizeSpanProcessorOptions> = { sanitizer: true, processor: true };

/**
 * A span processor that passes each ended span on without secrets. It replaces the live secrets of all calls under way in the
 * name, attributes, events, links, status message, and the attributes of the resource. Messages among them print as `strip`
 * prints them. This happens when the span ends: an exporter may get it long after the secrets are released. The span
 * itself stays as it is, and other processors are not affected.
 *
 * A span that cannot be read is dropped.
 *
 * @throws {TypeError} if an option does not exist.
 * @example
 * ```ts
 * const processor = new BatchSpanProcessor(exporter);
 * const provider = new BasicTracerProvider({
 *   spanProcessors: [sanitizeSpanProcessor({ sanitizer, processor })],
 * });
 * ```
 */
export function sanitizeSpanProcessor(options: SanitizeSpanProcessorOptions): SpanProcessor {
  const { sanitizer, processor } = readOptions("sanitizeSpanProcessor", options, OPTIONS);
  const safe = new SafeSpans(sanitizer);
  return {
    onStart: (span, context) => processor.onStart(span, context),
    ...(processor.onEnding && { onEnding: (span) => processor.onEnding?.(span) }),
    onEnd(span) {
      const view = viewOf(safe, span);
      if (view !== undefined) processor.onEnd(view);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

function viewOf(safe: SafeSpans, span: ReadableSpan): ReadableSpan | undefined {
  try {
    return safe.view(span);
  } catch {
    return undefined;
  }
}

type Resource = ReadableSpan["resource"];

/** Makes views of ended spans without secrets. The spans stay as they are. */
class SafeSpans {
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
