import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { LogSanitizer } from "../logging/logged-messages.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { SafeParts } from "./safe-parts.js";

/** Options of {@link sanitizeSpanProcessor}. */
export interface SanitizeSpanProcessorOptions {
  /** Strips messages, and holds the live secrets that are replaced in spans. */
  readonly sanitizer: LogSanitizer;
  /** The processor that batches and exports. */
  readonly processor: SpanProcessor;
}

const OPTIONS: OptionNames<SanitizeSpanProcessorOptions> = { sanitizer: true, processor: true };

/**
 * A span processor that passes each ended span on without secrets. It replaces the live secrets of all calls under way in every
 * text that an exporter can read: the name, attributes, events, links, trace states, the status message, the instrumentation
 * scope, and the resource. Messages among them print as `strip` prints them. This happens when the span ends: an exporter may
 * get it long after the secrets are released. The span itself stays as it is, and other processors are not affected.
 *
 * The exported span has the properties of a `ReadableSpan`, and no others.
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
  const parts = new SafeParts(sanitizer);
  return {
    onStart: (span, context) => processor.onStart(span, context),
    ...(processor.onEnding && { onEnding: (span) => processor.onEnding?.(span) }),
    onEnd(span) {
      const view = viewOf(parts, span);
      if (view !== undefined) processor.onEnd(view);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

function viewOf(parts: SafeParts, span: ReadableSpan): ReadableSpan | undefined {
  try {
    return safeSpan(parts, span);
  } catch {
    return undefined;
  }
}

/** Times, counts and identifiers. Version 1 of the SDK has the identifier of the parent alone. */
const KEPT = [
  "kind",
  "startTime",
  "endTime",
  "duration",
  "ended",
  "droppedAttributesCount",
  "droppedEventsCount",
  "droppedLinksCount",
  "parentSpanId",
];
/** The code that made the span. Version 1 of the SDK has the second name. */
const SCOPES = ["instrumentationScope", "instrumentationLibrary"];

/** A span with the parts that the interface has, and no others: what cannot be known cannot be made safe. */
function safeSpan(parts: SafeParts, span: ReadableSpan): ReadableSpan {
  const all = span as unknown as Readonly<Record<string, unknown>>; // the names differ between versions
  const kept = KEPT.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]] as const]));
  const scopes = SCOPES.flatMap((key) => {
    const scope = all[key];
    return typeof scope === "object" && scope !== null ? [[key, parts.scope(scope)] as const] : [];
  });
  // What is no span of an SDK may lack it.
  const context = typeof span.spanContext === "function" ? parts.spanContext(span.spanContext()) : undefined;
  const { parentSpanContext: parent } = span;
  const safe: Partial<ReadableSpan> = {
    ...(context && { spanContext: () => context }),
    ...(parent && { parentSpanContext: parts.spanContext(parent) }),
    name: parts.value(span.name, "span name"),
    attributes: parts.attributes(span.attributes, "span attribute"),
    status: parts.value(span.status, "span status"),
    events: span.events.map(({ name, time, droppedAttributesCount, attributes }) => ({
      name: parts.value(name, "span event"),
      time,
      ...(droppedAttributesCount !== undefined && { droppedAttributesCount }),
      ...(attributes && { attributes: parts.attributes(attributes, "span event") }),
    })),
    links: span.links.map(({ context: linked, droppedAttributesCount, attributes }) => ({
      context: parts.spanContext(linked),
      ...(droppedAttributesCount !== undefined && { droppedAttributesCount }),
      ...(attributes && { attributes: parts.attributes(attributes, "span link") }),
    })),
    resource: parts.resource(span.resource),
  };
  return { ...Object.fromEntries([...kept, ...scopes]), ...safe } as ReadableSpan; // the lists above have the rest
}
