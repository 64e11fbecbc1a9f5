// For users: a console that prints messages without their secrets.

export type { LogSanitizer } from "../logging/logged-messages.js";
export { type ConsoleOptions, sanitizeConsole } from "./sanitize-console.js";
