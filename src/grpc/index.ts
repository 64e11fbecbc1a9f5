// For users: interceptors for @grpc/grpc-js.

export type { CallLevel } from "../calls/call-level.js";
export type { CallLogger, LeveledLogger, LogFunction, LogMethod } from "../calls/call-logger.js";
export type { CallLoggingOptions } from "../calls/call-options.js";
export { loggingClientInterceptor } from "./client-interceptor.js";
export { loggingServerInterceptor } from "./server-interceptor.js";
