import type { LogFn, Logger, LoggerOptions } from "pino";
import { type LogSanitizer, lineFinder } from "../logging/logged-messages.js";
import { UNREADABLE } from "../marker.js";
import { ownValue } from "../options/own-value.js";
import { ownOptions } from "../options/read-options.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { scrubJsonLine } from "../scrub/line/json-line.js";
import { keysOf, safeFormatters, safeSerializers, serializedKeysOf } from "./safe-serializers.js";
import { SafeValues, type SerializedKeys } from "./safe-values.js";

type Hooks = NonNullable<LoggerOptions["hooks"]>;

/**
 * Splits options into the sanitizer and the options of pino. Only own properties count, as in {@link ownOptions}. pino itself
 * knows which names exist.
 *
 * @throws {TypeError} if the options are not an object.
 */
export function givenOptions<Custom extends string>(
  taker: string,
  options: LoggerOptions<Custom> & { readonly sanitizer: LogSanitizer },
): { readonly sanitizer: LogSanitizer; readonly given: LoggerOptions<Custom> } {
  const { sanitizer, ...rest } = ownOptions(taker, options);
  // The rest is an ordinary object again. It inherits properties that a program has added to Object.prototype.
  return { sanitizer, given: ownOptions<LoggerOptions<Custom>>(taker, rest) };
}

/** Options that work like the given ones, with safe values and safe finished lines. Bindings of children need `makeBindingsSafe`. */
export function safeOptions<Custom extends string>(
  sanitizer: LogSanitizer,
  given: LoggerOptions<Custom>,
): LoggerOptions<Custom> {
  const values = new SafeValues(sanitizer);
  const { serializers, formatters, mixin, mixinMergeStrategy, base } = given;
  const hooks = ownOptions("hooks", given.hooks ?? undefined);
  const serialized = keysOf(serializers);
  return {
    ...given,
    ...(base && { base: values.properties(base, serialized) }),
    ...(serializers && { serializers: safeSerializers(values, serializers) }),
    ...(formatters && { formatters: safeFormatters(values, formatters, serialized) }),
    ...(mixin && {
      mixin: (object: object, level: number, logger: Logger<Custom>) =>
        values.properties(mixin(object, level, logger), serializedKeysOf(logger) ?? serialized),
    }),
    ...(mixinMergeStrategy && {
      mixinMergeStrategy: (object: object, mixed: object) =>
        values.properties(mixinMergeStrategy(object, mixed), serialized),
    }),
    hooks: {
      logMethod: safeLogMethod(values, serialized, hooks.logMethod),
      streamWrite: safeStreamWrite(sanitizer, hooks.streamWrite),
    },
  };
}

function safeLogMethod(
  values: SafeValues,
  serialized: SerializedKeys,
  given: Hooks["logMethod"],
): NonNullable<Hooks["logMethod"]> {
  const log = function (this: Logger, method: LogFn, args: readonly unknown[]): void {
    try {
      Reflect.apply(method, this, safeArguments(values, serializedKeysOf(this) ?? serialized, args));
    } catch {
      // A value cannot be converted to text. If the stream threw, it throws again here.
      Reflect.apply(method, this, [UNREADABLE]);
    }
  };
  if (given === undefined) {
    return function (args, method) {
      log.call(this, method, args);
    };
  }
  return function (args, method, level) {
    // The hook may pass other arguments on, so make those safe.
    const safeMethod = function (this: Logger, ...passed: readonly unknown[]): void {
      log.call(this, method, passed);
    };
    given.call(this, args, safeMethod as LogFn, level); // it takes the same arguments as the method
  };
}

function safeArguments(values: SafeValues, serialized: SerializedKeys, args: readonly unknown[]): unknown[] {
  return args.map((argument, index) =>
    index === 0 && typeof argument === "object" && argument !== null
      ? values.properties(argument, serialized)
      : values.argument(argument),
  );
}

function safeStreamWrite(
  sanitizer: LogSanitizer,
  given: Hooks["streamWrite"],
): NonNullable<Hooks["streamWrite"]> {
  const secrets = new SinkFinder(lineFinder(sanitizer), "pino", loggerName);
  return given === undefined
    ? (line) => scrubJsonLine(secrets, line)
    : (line) => scrubJsonLine(secrets, given(line));
}

/** The name of the logger that has written a line. */
function loggerName(line: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    const name = typeof parsed === "object" && parsed !== null ? ownValue(parsed, "name") : undefined;
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined; // a hook of the program has made another line
  }
}
