import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { LogSanitizer } from "../logging/logged-messages.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { detached } from "../values/detached.js";
import { SafeParts } from "./safe-parts.js";

/** Options of {@link sanitizeLogRecordProcessor}. */
export interface SanitizeLogRecordProcessorOptions {
  /** Strips messages, and holds the live secrets that are replaced in log records. */
  readonly sanitizer: LogSanitizer;
  /** The processor that batches and exports. */
  readonly processor: LogRecordProcessor;
}

const OPTIONS: OptionNames<SanitizeLogRecordProcessorOptions> = { sanitizer: true, processor: true };

/** The record that a processor gets. Its name differs between versions of the SDK. */
type LogRecord = Parameters<LogRecordProcessor["onEmit"]>[0];

/**
 * A log record processor that passes each record on without secrets. It replaces the live secrets of all calls under way in every
 * text that an exporter can read: the body, attributes, event name, severity text, trace state, the instrumentation scope, and the
 * resource. Messages among them, bodies included, print as `strip` prints them. This happens when the record is emitted: an
 * exporter may get it long after the secrets are released. The record itself stays as it is, and other processors are not
 * affected.
 *
 * The processor gets a record of its own. What it sets on that record is made safe, too. A record that cannot be read is dropped.
 *
 * @throws {TypeError} if an option does not exist.
 * @example
 * ```ts
 * const processor = new BatchLogRecordProcessor({ exporter });
 * const provider = new LoggerProvider({
 *   processors: [sanitizeLogRecordProcessor({ sanitizer, processor })],
 * });
 * ```
 */
export function sanitizeLogRecordProcessor(options: SanitizeLogRecordProcessorOptions): LogRecordProcessor {
  const { sanitizer, processor } = readOptions("sanitizeLogRecordProcessor", options, OPTIONS);
  const parts = new SafeParts(sanitizer);
  return {
    onEmit(record, context) {
      const safe = safeRecordOf(parts, record);
      if (safe !== undefined) processor.onEmit(safe, context);
    },
    ...(processor.enabled && { enabled: (what) => processor.enabled?.(what) !== false }),
    forceFlush: (...args) => processor.forceFlush(...args),
    shutdown: () => processor.shutdown(),
  };
}

function safeRecordOf(parts: SafeParts, record: LogRecord): LogRecord | undefined {
  try {
    return safeRecord(parts, record);
  } catch {
    return undefined;
  }
}

/** A record with the parts that the interface has, and no others. */
function safeRecord(parts: SafeParts, record: LogRecord): LogRecord {
  const { hrTime, hrTimeObserved, spanContext, severityNumber, droppedAttributesCount } = record;
  const safe: LogRecord = {
    hrTime,
    hrTimeObserved,
    ...(spanContext && { spanContext: parts.spanContext(spanContext) }),
    ...parts.optional("severityText", record.severityText, "log record severity"),
    ...(severityNumber !== undefined && { severityNumber }),
    ...(record.body !== undefined && { body: safeBody(parts, record.body) }),
    ...parts.optional("eventName", record.eventName, "log record event name"),
    attributes: parts.attributes(record.attributes, "log record attribute"),
    droppedAttributesCount,
    resource: parts.resource(record.resource),
    instrumentationScope: parts.scope(record.instrumentationScope),
    setAttribute: (key, value) => safe.setAttributes({ [key]: value }),
    setAttributes: (attributes) =>
      Object.assign(safe, {
        attributes: { ...safe.attributes, ...parts.attributes(attributes, "log record attribute") },
      }),
    setBody: (body) => Object.assign(safe, { body: safeBody(parts, body) }),
    setEventName: (eventName) =>
      Object.assign(safe, { eventName: parts.value(eventName, "log record event name") }),
    setSeverityNumber: (number) => Object.assign(safe, { severityNumber: number }),
    setSeverityText: (severityText) =>
      Object.assign(safe, { severityText: parts.value(severityText, "log record severity") }),
  };
  return safe;
}

/** The SDK copies attributes, and takes a body as it is. Its parts may change before it is exported. */
function safeBody<T>(parts: SafeParts, body: T): T {
  return detached(parts.value(body, "log record body"));
}
