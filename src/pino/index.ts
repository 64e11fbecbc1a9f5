export { pinoOptions } from "./pino-options.js";
export { type Pino, type SanitizedPinoOptions, sanitizedPino } from "./sanitized-pino.js";
