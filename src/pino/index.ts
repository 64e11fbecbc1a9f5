// For users: a pino logger that prints messages without their secrets.

export type { LogSanitizer } from "../logging/replace-message.js";
export { type Pino, type SanitizePinoOptions, sanitizePino } from "./sanitize-pino.js";
export { sanitizePinoOptions } from "./sanitize-pino-options.js";
