// For users: a pino logger that prints messages without their secrets.

export type { LogSanitizer } from "../logging/logged-messages.js";
export { type Pino, type SanitizePinoOptions, sanitizePino, sanitizePinoOptions } from "./sanitize-pino.js";
