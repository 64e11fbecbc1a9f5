import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { CallLevel } from "./call-level.js";
import type { CallLogger } from "./call-logger.js";

/** Options of the interceptors for gRPC and Connect. */
export interface CallLoggingOptions {
  /** Prints the messages, tells their types from the services in its schemas, and holds the secrets of calls under way. */
  readonly sanitizer: Sanitizer;
  /**
   * Where entries go: pino, or a logger that takes `(entry, message)` per level as pino does; winston; `console`; or a function
   * of level, entry and message. Entries hold messages as `Stripped` values, which print when the logger formats them:
   * at once in all of these, later in a logger that queues objects. A value that prints later holds no secrets either, but
   * shows changes made meanwhile.
   */
  readonly logger: CallLogger;
  /**
   * Level of the entries: one for all methods, by method, or a function of the method's path, which is called once per
   * method. `"silent"` writes none. Default: `"trace"` for `Probe` and all `...Get...Capabilities`, `"info"` for the rest.
   *
   * While the level is off, only the secret values are collected: they are replaced in other lines of the call.
   */
  readonly level?: CallLevel;
  /** Keys of the metadata whose values are shown. Default: `user-agent`, `grpc-timeout`, `content-type`. */
  readonly metadata?: readonly string[];
  /**
   * Whether the status message, the error details and the trailers of a failed call are scrubbed, too, before they reach the
   * other side of the interceptor: the client of a server, the application of a client. They change only if they hold a
   * secret of a call under way. Default: true.
   */
  readonly scrubStatus?: boolean;
  /**
   * How long the secrets of a call are held after its end, in milliseconds: handlers keep logging after a cancel.
   * Default: that of `sanitizer.live`, 30 s.
   */
  readonly graceTime?: number;
}
