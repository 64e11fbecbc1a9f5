// For users: interceptors for @grpc/grpc-js.

export type { CallLogger, LeveledLogger, LogFunction, LogMethod } from "../calls/call-logger.js";
export type { CallEntries, CallLevel, CallLoggingOptions } from "../calls/call-options.js";
export { loggingClientInterceptor } from "./client-interceptor.js";
export { loggingServerInterceptor } from "./server-interceptor.js";
