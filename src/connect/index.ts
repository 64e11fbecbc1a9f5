// For users: an interceptor for @connectrpc/connect.

export type { CallLevel } from "../calls/call-level.js";
export type { CallLogger, LeveledLogger, LogFunction, LogMethod } from "../calls/call-logger.js";
export type { CallLoggingOptions } from "../calls/call-options.js";
export { loggingInterceptor } from "./logging-interceptor.js";
