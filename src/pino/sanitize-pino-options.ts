import type { Logger, LoggerOptions } from "pino";
import { makeBindingsSafe } from "./safe-bindings.js";
import { givenOptions, safeOptions } from "./safe-options.js";
import { keysOf } from "./safe-serializers.js";
import { SafeValues } from "./safe-values.js";
import type { SanitizePinoOptions } from "./sanitize-pino.js";
import { serializedKeysOf } from "./serialized-keys.js";

/**
 * Options for pino that make a logger as {@link sanitizePino} does, for where a framework makes the logger. Give it
 * all of your options: one that is set beside the result takes the place of what makes lines safe.
 *
 * `redact` cannot be among them: as pino shows the bindings of a first child to nothing else, its wildcard is taken.
 * Where paths are to be redacted, too, make the logger with `sanitizePino` and give the framework that.
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
    // Called for the value of each property of a line, bindings included. Of what is safe already, it returns the very
    // value, so that pino changes nothing.
    redact: { paths: ["*"], censor: (value: unknown) => values.value(value) },
    // Called by the parent, of which its later children inherit.
    onChild(this: Logger<Custom>, child) {
      const isFirst = serializedKeysOf(this) === undefined;
      if (isFirst && Object.hasOwn(child, "redact")) dropBindings(child);
      makeBindingsSafe(this, sanitizer, serialized);
      given.onChild?.call(this, child);
    },
  };
}

/** A first child with paths of its own was made without the wildcard. What it was bound to is not kept. */
function dropBindings(child: object): void {
  for (const symbol of Object.getOwnPropertySymbols(child)) {
    if (symbol.description === "pino.chindings") Reflect.deleteProperty(child, symbol);
  }
}
