// For users: an interceptor for @connectrpc/connect.

export type { CallLogger, LeveledLogger, LogFunction, LogMethod } from "../calls/call-logger.js";
export type { CallEntries, CallLevel, CallLoggingOptions } from "../calls/call-options.js";
export type { CallSide } from "../calls/call-record.js";
export { type ConnectLoggingOptions, loggingInterceptor } from "./logging-interceptor.js";
