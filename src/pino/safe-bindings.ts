import type { ChildLoggerOptions, Logger } from "pino";
import type { LogSanitizer } from "../logging/logged-messages.js";
import { ownValue } from "../options/own-value.js";
import {
  hasOwnSerializedKeys,
  keysOf,
  safeFormatters,
  safeSerializers,
  serializedKeysOf,
  setSerializedKeys,
} from "./safe-serializers.js";
import { SafeValues, type SerializedKeys } from "./safe-values.js";

/** The functions that all loggers have, with any levels. */
type AnyLogger = Pick<Logger, "child" | "setBindings">;

/**
 * Makes the bindings of a logger safe: those of all its descendants, and those that are set later. No option of pino sees
 * them, so this replaces two functions of the logger. The new functions call the old ones.
 */
export function makeBindingsSafe(
  logger: AnyLogger,
  sanitizer: LogSanitizer,
  serialized: SerializedKeys,
): void {
  if (hasOwnSerializedKeys(logger)) return;
  const values = new SafeValues(sanitizer);
  const { child, setBindings } = logger;
  setSerializedKeys(logger, serialized);
  define(
    logger,
    "child",
    function (this: AnyLogger, bindings: object, options?: ChildLoggerOptions): AnyLogger {
      const inherited = serializedKeysOf(this) ?? serialized;
      const keys = new Set([...inherited, ...keysOf(options && ownValue(options, "serializers"))]);
      const args = [values.properties(bindings, keys), safeChildOptions(values, options, keys)];
      const made: AnyLogger = Reflect.apply(child, this, args);
      if (keys.size > inherited.size) setSerializedKeys(made, keys);
      return made;
    },
  );
  define(logger, "setBindings", function (this: AnyLogger, bindings: object): void {
    Reflect.apply(setBindings, this, [values.properties(bindings, serializedKeysOf(this) ?? serialized)]);
  });
}

function safeChildOptions(
  values: SafeValues,
  options: ChildLoggerOptions | undefined,
  keys: SerializedKeys,
): ChildLoggerOptions | undefined {
  if (options === undefined || options === null) return options;
  // As pino does: an option of a child is an own property.
  const [serializers, formatters] = [ownValue(options, "serializers"), ownValue(options, "formatters")];
  return {
    ...options,
    ...(serializers && { serializers: safeSerializers(values, serializers) }),
    ...(formatters && { formatters: safeFormatters(values, formatters, keys) }),
  };
}

function define(logger: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(logger, key, { value, writable: true, configurable: true });
}
