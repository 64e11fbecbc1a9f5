export { type SanitizedSpanProcessorOptions, sanitizedSpanProcessor } from "./sanitized-span-processor.js";
