export { type SanitizeSpanProcessorOptions, sanitizeSpanProcessor } from "./sanitize-span-processor.js";
