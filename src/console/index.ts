export { type ConsoleOptions, sanitizeConsole } from "./sanitize-console.js";
