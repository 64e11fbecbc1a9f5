// For users: a span processor that exports spans without secrets.

export type { LogSanitizer } from "../logging/replace-message.js";
export { type SanitizeSpanProcessorOptions, sanitizeSpanProcessor } from "./sanitize-span-processor.js";
