export { type Pino, type SanitizePinoOptions, sanitizePino } from "./sanitize-pino.js";
export { sanitizePinoOptions } from "./sanitize-pino-options.js";
