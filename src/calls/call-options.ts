import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { CallLevel } from "./call-level.js";
import type { CallLogger } from "./call-logger.js";

/** What the interceptors of gRPC and Connect are made of. */
export interface CallLoggingOptions {
  /** Prints the messages, tells their types from the services in its schemas, and holds the secrets of calls under way. */
  readonly sanitizer: Sanitizer;
  /**
   * Where entries go: pino, or what takes `(entry, message)` per level as it does; winston; `console`; or a function of
   * level, entry and message. Entries hold messages as `Stripped` values, which print what they are when the logger
   * formats them: at once in all of these, later in a logger that queues objects. Then they are as free of secrets,
   * but show changes made meanwhile.
   */
  readonly logger: CallLogger;
  /**
   * Level of the entries: one for all methods, by method, or a function of the method's path, which is asked once per
   * method. `"silent"` writes none. Default: `"trace"` for `Probe` and all `...Get...Capabilities`, `"info"` for the rest.
   *
   * While the level is off, nothing but the secret values is picked up: other lines of the call are scrubbed of them.
   */
  readonly level?: CallLevel;
  /** Keys of the metadata whose values are shown. Default: `user-agent`, `grpc-timeout`, `content-type`. */
  readonly metadata?: readonly string[];
  /**
   * Whether the status message, the error details and the trailers of a failed call are scrubbed as well before they
   * reach the other side of the interceptor: the client, where it stands in a server; the application, where it stands
   * in a client. Only those that hold a secret of a call under way change. Default: true.
   */
  readonly scrubStatus?: boolean;
  /**
   * How long the secrets of a call are held after its end, in milliseconds: handlers go on logging after a cancel.
   * Default: that of `sanitizer.live`, 30 s.
   */
  readonly graceTime?: number;
}
