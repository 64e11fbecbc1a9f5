import type { LogFn, Logger, LoggerOptions } from "pino";
import { scrubJsonLine } from "../logging/json-line.js";
import type { LogSanitizer } from "../logging/replace-message.js";
import { safeFormatters } from "./safe-formatters.js";
import { keysOf, safeSerializers } from "./safe-serializers.js";
import { SafeValues } from "./safe-values.js";
import { type SerializedKeys, serializedKeysOf } from "./serialized-keys.js";

type Hooks = NonNullable<LoggerOptions["hooks"]>;

/** Options that do what the given ones do, with safe values and finished lines. Bindings of children come by no option. */
export function safeOptions<Custom extends string>(
  sanitizer: LogSanitizer,
  given: LoggerOptions<Custom>,
): LoggerOptions<Custom> {
  const values = new SafeValues(sanitizer);
  const { serializers, formatters, mixin, base, hooks } = given;
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
    hooks: {
      logMethod: safeLogMethod(values, serialized, hooks?.logMethod),
      streamWrite: safeStreamWrite(sanitizer, hooks?.streamWrite),
    },
  };
}

function safeLogMethod(
  values: SafeValues,
  serialized: SerializedKeys,
  given: Hooks["logMethod"],
): NonNullable<Hooks["logMethod"]> {
  return function (args, method, level) {
    const log = function (this: Logger, ...raw: unknown[]): void {
      const safe = raw.map((argument, index) =>
        index === 0 && typeof argument === "object" && argument !== null
          ? values.properties(argument, serializedKeysOf(this) ?? serialized)
          : values.argument(argument),
      );
      Reflect.apply(method, this, safe);
    };
    // A function of the same calls: what a hook passes on is made safe last.
    if (given === undefined) Reflect.apply(log, this, args);
    else given.call(this, args, log as LogFn, level);
  };
}

function safeStreamWrite(
  { live }: LogSanitizer,
  given: Hooks["streamWrite"],
): NonNullable<Hooks["streamWrite"]> {
  return given === undefined
    ? (line) => scrubJsonLine(live, line)
    : (line) => scrubJsonLine(live, given(line));
}
