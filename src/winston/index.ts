export { type SanitizeFormatOptions, sanitizeFormat } from "./sanitize-format.js";
