// For users: a console that prints messages without their secrets.

export type { LogSanitizer } from "../logging/replace-message.js";
export { type ConsoleOptions, sanitizeConsole } from "./sanitize-console.js";
