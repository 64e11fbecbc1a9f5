export { type SanitizedFormatOptions, sanitizedFormat } from "./sanitized-format.js";
