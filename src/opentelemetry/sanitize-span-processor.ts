import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { LogSanitizer } from "../logging/replace-message.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { SafeSpans } from "./safe-spans.js";

/** How a span processor is made safe. */
export interface SanitizeSpanProcessorOptions {
  /** Holds the live secrets that spans are scrubbed of. */
  readonly sanitizer: LogSanitizer;
  /** The processor that batches and exports. */
  readonly processor: SpanProcessor;
}

const OPTIONS: OptionNames<SanitizeSpanProcessorOptions> = { sanitizer: true, processor: true };

/**
 * A span processor that hands each ended span on without secrets: name, attributes, events, links, the status message
 * and the attributes of its resource are scrubbed of the live secrets of all calls under way, and messages among them
 * print as `strip` makes them. Scrubbed when the span ends, because exporters may have it long after the secrets are no
 * longer held. The span itself stays as it is, and other processors are not affected.
 *
 * A span that cannot be read is dropped.
 *
 * @throws {TypeError} if there is an option that does not exist.
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
