import type { LogFn, Logger, LoggerOptions } from "pino";
import { scrubJsonLine } from "../logging/json-line.js";
import type { LogSanitizer } from "../logging/replace-message.js";
import { ownOptions } from "../options/read-options.js";
import { UNREADABLE } from "../values/notes.js";
import { safeFormatters } from "./safe-formatters.js";
import { keysOf, safeSerializers } from "./safe-serializers.js";
import { SafeValues } from "./safe-values.js";
import { type SerializedKeys, serializedKeysOf } from "./serialized-keys.js";

type Hooks = NonNullable<LoggerOptions["hooks"]>;

/**
 * Splits options into the sanitizer and what pino is given. Only own properties count, as in
 * {@link ownOptions}; pino itself knows which names exist.
 *
 * @throws {TypeError} if the options are not an object.
 */
export function givenOptions<Custom extends string>(
  taker: string,
  options: LoggerOptions<Custom> & { readonly sanitizer: LogSanitizer },
): { readonly sanitizer: LogSanitizer; readonly given: LoggerOptions<Custom> } {
  const { sanitizer, ...rest } = ownOptions(taker, options);
  // The rest is an ordinary object again, which has what somebody added to Object.prototype.
  return { sanitizer, given: ownOptions<LoggerOptions<Custom>>(taker, rest) };
}

/** Options that do what the given ones do, with safe values and finished lines. Bindings of children come by no option. */
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
      // A value whose text cannot be made. If it was the stream that threw, it throws again.
      Reflect.apply(method, this, [UNREADABLE]);
    }
  };
  if (given === undefined) {
    return function (args, method) {
      log.call(this, method, args);
    };
  }
  return function (args, method, level) {
    // What a hook passes on is made safe last.
    const safeMethod = function (this: Logger, ...passed: readonly unknown[]): void {
      log.call(this, method, passed);
    };
    given.call(this, args, safeMethod as LogFn, level); // it takes what the method takes
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
  { live }: LogSanitizer,
  given: Hooks["streamWrite"],
): NonNullable<Hooks["streamWrite"]> {
  return given === undefined
    ? (line) => scrubJsonLine(live, line)
    : (line) => scrubJsonLine(live, given(line));
}
