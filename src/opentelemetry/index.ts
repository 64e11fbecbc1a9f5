// For users: processors that export spans and log records without secrets, and metrics of the secrets that are found.

export type { LogSanitizer } from "../logging/logged-messages.js";
export { recordFindings } from "./record-findings.js";
export {
  type SanitizeLogRecordProcessorOptions,
  sanitizeLogRecordProcessor,
} from "./sanitize-log-record-processor.js";
export { type SanitizeSpanProcessorOptions, sanitizeSpanProcessor } from "./sanitize-span-processor.js";
