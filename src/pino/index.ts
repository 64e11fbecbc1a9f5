export { type SanitizedPinoOptions, sanitizedPino } from "./sanitized-pino.js";
