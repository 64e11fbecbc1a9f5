// For users: a winston format that prints messages without their secrets.

export type { LogSanitizer } from "../logging/logged-messages.js";
export { type SanitizeFormatOptions, sanitizeFormat } from "./sanitize-format.js";
