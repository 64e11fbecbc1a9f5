// For users: a winston format that prints messages without their secrets.

export type { LogSanitizer } from "../logging/replace-message.js";
export { type SanitizeFormatOptions, sanitizeFormat } from "./sanitize-format.js";
