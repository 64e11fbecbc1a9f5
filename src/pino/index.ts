export { pinoOptions } from "./pino-options.js";
export { type SanitizedPinoOptions, sanitizedPino } from "./sanitized-pino.js";
