import type { DestinationStream, Logger, LoggerOptions } from "pino";
import type { LogSanitizer } from "../logging/replace-message.js";
import { makeBindingsSafe } from "./safe-bindings.js";
import { givenOptions, safeOptions } from "./safe-options.js";
import { keysOf } from "./safe-serializers.js";

/** Options of pino, and what makes its lines safe. */
export type SanitizePinoOptions<Custom extends string = never> = LoggerOptions<Custom> & {
  /** Knows the messages, and the live secrets of which lines are scrubbed. */
  readonly sanitizer: LogSanitizer;
};

/** The function that pino exports. */
export type Pino = <Custom extends string = never>(
  options: LoggerOptions<Custom>,
  destination?: DestinationStream,
) => Logger<Custom>;

/**
 * Makes a pino logger that is safe to be given protobuf messages, by itself and through all its children:
 *
 * - Messages print without their secrets, as `strip` makes them, wherever they are: in logged objects, class instances,
 *   lists, maps, errors and their causes, what toJSON returns, bindings, mixins, arguments of `%s %o %O %j`. They have
 *   to say their type. Plain objects of proto-loader do not: the requests and responses that an interceptor has seen
 *   are known all the same, others you have to strip yourself.
 * - Every finished line is scrubbed of the live secrets of all calls under way, before it goes to a stream or transport.
 *
 * Your own hooks, formatters, mixins and serializers go on working. A serializer is given the object that it is made
 * for, a message without its secrets, and what it returns is made safe. Paths of `redact` name fields as they are
 * printed. Nothing that is logged is changed, and what cannot be read prints a note instead of throwing.
 *
 * Not covered: subscribers of pino's diagnostics channels and streams that ask for metadata (`pino.metadata`) are given
 * objects with messages made safe, but with texts that are not yet scrubbed.
 *
 * @param pino the function that the package exports, version 9.6 or later.
 * @param options pino's, and the `sanitizer`.
 * @param destination as pino takes it. Default: standard output.
 * @throws {TypeError} if pino is older: it would not let finished lines be scrubbed.
 * @example
 * ```ts
 * const log = sanitizePino(pino, { sanitizer, level: "debug" });
 * log.info({ request }, "NodePublishVolume");
 * ```
 */
export function sanitizePino<Custom extends string = never>(
  pino: Pino,
  options: SanitizePinoOptions<Custom>,
  destination?: DestinationStream,
): Logger<Custom> {
  const { sanitizer, given } = givenOptions("sanitizePino", options);
  const logger = pino<Custom>(safeOptions(sanitizer, given), destination);
  if (isTooOld(logger.version))
    throw new TypeError(`sanitizePino: pino ${logger.version} is too old, 9.6 is needed`);
  makeBindingsSafe(logger, sanitizer, keysOf(given.serializers));
  return logger;
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 9 || (major === 9 && minor < 6);
}
