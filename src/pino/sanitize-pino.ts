import type { DestinationStream, Logger, LoggerOptions } from "pino";
import type { LogSanitizer } from "../logging/logged-messages.js";
import { makeBindingsSafe } from "./safe-bindings.js";
import { givenOptions, safeOptions } from "./safe-options.js";
import { keysOf, serializedKeysOf } from "./safe-serializers.js";
import { SafeValues } from "./safe-values.js";

/** Options of pino, with a sanitizer. */
export type SanitizePinoOptions<Custom extends string = never> = LoggerOptions<Custom> & {
  /** Strips messages, and holds the live secrets that are replaced in lines. */
  readonly sanitizer: LogSanitizer;
};

/** The function that pino exports. */
export type Pino = <Custom extends string = never>(
  options: LoggerOptions<Custom>,
  destination?: DestinationStream,
) => Logger<Custom>;

/**
 * Makes a pino logger that, with all its children, is safe for protobuf messages:
 *
 * - Messages print without their secrets, as `strip` prints them, wherever they are: in logged objects, class instances, lists,
 *   maps, errors and their causes, results of toJSON, bindings, mixins, arguments of `%s %o %O %j`. A message must state its
 *   type. Plain objects of proto-loader do not state it. They are recognised if an interceptor has seen them; strip others
 *   yourself.
 * - The live secrets of all calls under way are replaced in every finished line, before it goes to a stream or transport.
 *
 * Your own hooks, formatters, mixins and serializers keep working. A serializer gets the object that it is made for, but a
 * message without its secrets; its result is made safe. Paths of `redact` name fields as they are printed. Logged values
 * stay as they are. If a value cannot be read, a note is printed and nothing is thrown.
 *
 * Not covered: subscribers of pino's diagnostics channels, and streams that ask for metadata (`pino.metadata`). They get objects
 * with stripped messages, but with texts that are not scrubbed yet.
 *
 * @param pino the function that the package exports, version 9.6 or later.
 * @param options pino's, and the `sanitizer`.
 * @param destination as pino takes it. Default: standard output.
 * @throws {TypeError} if pino is older: it has no hook for finished lines.
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

/**
 * Options for pino that make the same logger as {@link sanitizePino}. Use them if a framework makes the logger. Pass all of
 * your options here: an option that you add to the result may replace one that makes lines safe.
 *
 * `redact` is not allowed. These options use it themselves, because it is the only option that sees the bindings of a first
 * child. To redact paths, too, make the logger with `sanitizePino` and pass it to the framework.
 *
 * @throws {TypeError} if there is a `redact`.
 * @example
 * ```ts
 * const app = fastify({ logger: sanitizePinoOptions({ sanitizer, level: "debug" }) });
 * ```
 */
export function sanitizePinoOptions<Custom extends string = never>(
  options: SanitizePinoOptions<Custom>,
): LoggerOptions<Custom> {
  const { sanitizer, given } = givenOptions("sanitizePinoOptions", options);
  if (given.redact) {
    throw new TypeError(
      "sanitizePinoOptions: redact cannot be combined with it; use sanitizePino, which takes both",
    );
  }
  const values = new SafeValues(sanitizer);
  const serialized = keysOf(given.serializers);
  return {
    ...safeOptions(sanitizer, given),
    // pino calls this for the value of each property of a line, bindings included. For a safe value it returns the same
    // value, so that pino changes nothing.
    redact: { paths: ["*"], censor: (value: unknown) => values.value(value) },
    // pino calls this on the parent, from which later children inherit.
    onChild(this: Logger<Custom>, child) {
      const isFirst = serializedKeysOf(this) === undefined;
      if (isFirst && Object.hasOwn(child, "redact")) dropBindings(child);
      makeBindingsSafe(this, sanitizer, serialized);
      given.onChild?.call(this, child);
    },
  };
}

/** Drops the bindings of a first child that has its own `redact` paths: pino has printed them without our wildcard path. */
function dropBindings(child: object): void {
  for (const symbol of Object.getOwnPropertySymbols(child)) {
    if (symbol.description === "pino.chindings") Reflect.deleteProperty(child, symbol);
  }
}
