import type { Logger, LoggerOptions } from "pino";
import { makeBindingsSafe } from "./safe-bindings.js";
import { givenOptions, safeOptions } from "./safe-options.js";
import { keysOf, serializedKeysOf } from "./safe-serializers.js";
import { SafeValues } from "./safe-values.js";
import type { SanitizePinoOptions } from "./sanitize-pino.js";

/**
 * Options for pino that make the same logger as {@link sanitizePino}. Use them if a framework makes the logger. Pass all of
 * your options here: an option that you set beside the result would replace one that makes lines safe.
 *
 * `redact` is not allowed: these options need it, because pino shows the bindings of a first child to nothing else. To redact
 * paths, too, make the logger with `sanitizePino` and pass it to the framework.
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

/** Drops the bindings of a first child with its own `redact` paths: pino has printed them without the wildcard. */
function dropBindings(child: object): void {
  for (const symbol of Object.getOwnPropertySymbols(child)) {
    if (symbol.description === "pino.chindings") Reflect.deleteProperty(child, symbol);
  }
}
