import { type OptionNames, ownOptions, readOptions } from "../options/read-options.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { CallLogger } from "./call-logger.js";

/** Options of the interceptors for gRPC and Connect. */
export interface CallLoggingOptions {
  /** Prints the messages, finds their types by the services in its schemas, and holds the secrets of calls under way. */
  readonly sanitizer: Sanitizer;
  /**
   * Where entries go: pino, or a logger that takes `(entry, message)` per level as pino does; winston; `console`; or a function
   * of level, entry and message. Entries hold messages as `Stripped` values, which print when the logger formats them. The
   * loggers named here format at once. A logger that queues objects formats later: it prints no secrets either, but it
   * shows changes that were made to the message meanwhile.
   */
  readonly logger: CallLogger;
  /**
   * Level of the entries: one for all methods, by method, or a function of the method's path, which is called once per
   * method. `"silent"` writes none. Default: `"trace"` for `Probe` and all `...Get...Capabilities`, `"info"` for the rest.
   *
   * While the level is off, the interceptor only collects the secret values, so that they are replaced in other lines.
   */
  readonly level?: CallLevel;
  /**
   * What has an entry of its own: each `"message"`, and the end of the call; or the `"call"`, with its request, response,
   * metadata, status and duration. Its entry is written when the call ends, so a call under way has none yet. It shows a
   * message as it was when it passed, and of a stream only how many messages there were. Default: `"message"`.
   */
  readonly entries?: CallEntries;
  /**
   * Keys of the metadata whose values are shown, unless they are credentials. Default: `user-agent`, `grpc-timeout`,
   * `content-type`.
   */
  readonly metadata?: readonly string[];
  /**
   * By key of the metadata, whether its values are credentials, for keys whose names alone would decide wrongly:
   * `{ "x-tenant": true, "next-page-token": false }`. Credentials are never shown. They are live while the call is under way,
   * as the secrets of its messages are.
   *
   * Default: credentials are `authorization` and keys that end so, cookies (each one), API keys, and keys whose names speak of
   * tokens, passwords, secrets, sessions or signatures, also with `-bin`; under any key, values that hold a JSON Web Token or
   * begin with a scheme such as `Bearer`. Never are keys that begin with `grpc-`, correlation ids such as `traceparent` and
   * `x-request-id`, and what describes the call, such as `user-agent`.
   */
  readonly credentials?: Readonly<Record<string, boolean>>;
  /**
   * Whether the status message, the error details and the trailers of a failed call are scrubbed, too, before they reach the
   * other side of the interceptor: the client of a server, the application of a client. They change only if they hold a
   * secret of a call under way. Default: true.
   */
  readonly scrubStatus?: boolean;
  /**
   * How long the secrets of a call are held after its end, in milliseconds. A call that is cancelled, or whose deadline passes,
   * ends when its handler has answered all the same: see {@link handlerTime}. Default: 30 s, the default of `sanitizer.live`.
   */
  readonly graceTime?: number;
  /**
   * How long, in milliseconds, the secrets of a call that was cancelled, or whose deadline has passed, wait at most for the
   * answer of its handler, before the grace time: until a unary handler answers or fails, or a stream is ended. At most 10,000
   * calls wait; then the oldest are given up. A process warning says once that calls were given up. 0 waits for none.
   * Default: 10 minutes.
   */
  readonly handlerTime?: number;
}

/** What has a log entry of its own. */
export type CallEntries = "call" | "message";

const OPTIONS: OptionNames<CallLoggingOptions> = {
  sanitizer: true,
  logger: true,
  level: true,
  entries: true,
  metadata: true,
  credentials: true,
  scrubStatus: true,
  graceTime: true,
  handlerTime: true,
};

/** A copy of the options of an interceptor. Later changes by the caller do not affect it. */
export type CheckedOptions = {
  readonly [K in keyof CallLoggingOptions]-?: CallLoggingOptions[K] | undefined;
} & {
  readonly sanitizer: Sanitizer;
  readonly logger: CallLogger;
};

/**
 * Reads and checks the options of an interceptor, once. Without this check, a wrong option would make a call fail, or would
 * leave secrets in logs. Null counts as not given.
 *
 * @throws {TypeError} that names the option.
 */
export function checkedOptions(given: CallLoggingOptions): CheckedOptions {
  const options = readOptions("interceptor", given, OPTIONS);
  // A caller in JavaScript may give anything.
  const { sanitizer, level, entries, metadata, credentials } = options as {
    readonly [K in keyof CallLoggingOptions]?: unknown;
  };
  const isSanitizer = typeof sanitizer === "object" && sanitizer !== null && "secretsOf" in sanitizer;
  if (!isSanitizer) throw new TypeError("sanitizer: expected what createSanitizer returns");
  if (!["string", "function", "object", "undefined"].includes(typeof level)) {
    throw new TypeError("level: expected a level, levels by method, or a function of the method's path");
  }
  const kinds: readonly unknown[] = ["call", "message", undefined, null];
  if (!kinds.includes(entries))
    // any value may be looked for
    throw new TypeError('entries: expected "call" or "message"');
  const isList = Array.isArray(metadata) && metadata.every((key) => typeof key === "string");
  if (!isList && (metadata ?? undefined) !== undefined)
    throw new TypeError("metadata: expected a list of keys");
  return {
    sanitizer: options.sanitizer,
    logger: options.logger,
    level: typeof options.level === "object" ? ownLevels(options.level) : options.level,
    entries: options.entries ?? undefined,
    metadata: options.metadata ?? undefined,
    credentials: ownCredentials(credentials),
    scrubStatus: options.scrubStatus ?? undefined,
    graceTime: milliseconds("graceTime", options.graceTime),
    handlerTime: milliseconds("handlerTime", options.handlerTime),
  };
}

/** A time. Null counts as not given. */
function milliseconds(name: string, time: unknown): number | undefined {
  if (time === undefined || time === null) return undefined;
  if (typeof time === "number" && !Number.isNaN(time)) return time;
  throw new TypeError(`${name}: expected milliseconds`);
}

/** A copy of what is known of keys. Null counts as not given. */
function ownCredentials(given: unknown): CheckedOptions["credentials"] {
  if (given === undefined || given === null) return undefined;
  const isRecord = typeof given === "object" && !Array.isArray(given);
  const byKey = ownOptions("credentials", isRecord ? given : undefined);
  if (isRecord && Object.values(byKey).every((is) => typeof is === "boolean"))
    return byKey as Readonly<Record<string, boolean>>; // by this check
  throw new TypeError("credentials: expected true or false by key");
}

/** A copy of levels by method. Null counts as not given. */
function ownLevels(levels: Readonly<Record<string, string>> | null): CallLevel | undefined {
  return levels === null ? undefined : ownOptions("level", levels);
}

/**
 * The level of a method's entries: one level for all methods; a record by path (`/csi.v1.Node/NodePublishVolume`) or name
 * (`NodePublishVolume`), where a path takes precedence; or a function of the path. If it gives no level for a method, the
 * default level is used.
 */
export type CallLevel = string | Readonly<Record<string, string>> | ((method: string) => string | undefined);

/** The level of the entries of most methods. */
const DEFAULT_LEVEL = "info";

/** The level of methods that orchestrators call every few seconds. */
const FREQUENT_LEVEL = "trace";

/** `Probe`, `GetPluginCapabilities`, `NodeGetCapabilities`, ... of any service. */
const FREQUENT_METHOD = /^(?:Probe|\w*Get\w*Capabilities)$/;

/** The level of a method by its path. Never throws: if the given function throws, the default level is used. */
export function levelOf(method: string, level: CallLevel | undefined): string {
  return (
    chosenLevel(method, level) ?? (FREQUENT_METHOD.test(nameOf(method)) ? FREQUENT_LEVEL : DEFAULT_LEVEL)
  );
}

function chosenLevel(method: string, level: CallLevel | undefined): string | undefined {
  if (typeof level === "string") return level;
  if (typeof level !== "function") return own(level, method) ?? own(level, nameOf(method));
  try {
    return level(method);
  } catch {
    return undefined;
  }
}

function own(levels: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return levels !== undefined && Object.hasOwn(levels, key) ? levels[key] : undefined;
}

function nameOf(method: string): string {
  return method.slice(method.lastIndexOf("/") + 1);
}
