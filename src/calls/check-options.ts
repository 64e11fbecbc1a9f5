import { type OptionNames, ownOptions, readOptions } from "../options/read-options.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { CallLevel } from "./call-level.js";
import type { CallLogger } from "./call-logger.js";
import type { CallLoggingOptions } from "./call-options.js";

const OPTIONS: OptionNames<CallLoggingOptions> = {
  sanitizer: true,
  logger: true,
  level: true,
  metadata: true,
  scrubStatus: true,
  graceTime: true,
};

/** The options of an interceptor, of which the caller holds no part. */
export type CheckedOptions = {
  readonly [K in keyof CallLoggingOptions]-?: CallLoggingOptions[K] | undefined;
} & {
  readonly sanitizer: Sanitizer;
  readonly logger: CallLogger;
};

/**
 * Reads and checks the options of an interceptor, once. A wrong option would otherwise show in a call, which must not
 * fail, or would leave secrets in logs. Null counts as not given.
 *
 * @throws {TypeError} that names the option.
 */
export function checkedOptions(given: CallLoggingOptions): CheckedOptions {
  const options = readOptions("interceptor", given, OPTIONS);
  // A caller in JavaScript may give anything.
  const { sanitizer, level, metadata, graceTime } = options as {
    readonly [K in keyof CallLoggingOptions]?: unknown;
  };
  const isSanitizer = typeof sanitizer === "object" && sanitizer !== null && "secretsOf" in sanitizer;
  if (!isSanitizer) throw new TypeError("sanitizer: expected what createSanitizer returns");
  if (!["string", "function", "object", "undefined"].includes(typeof level)) {
    throw new TypeError("level: expected a level, levels by method, or a function of the method's path");
  }
  const isList = Array.isArray(metadata) && metadata.every((key) => typeof key === "string");
  if (!isList && (metadata ?? undefined) !== undefined)
    throw new TypeError("metadata: expected a list of keys");
  const isTime = typeof graceTime === "number" && !Number.isNaN(graceTime);
  if (!isTime && (graceTime ?? undefined) !== undefined)
    throw new TypeError("graceTime: expected milliseconds");
  return {
    sanitizer: options.sanitizer,
    logger: options.logger,
    level: typeof options.level === "object" ? ownLevels(options.level) : options.level,
    metadata: options.metadata ?? undefined,
    scrubStatus: options.scrubStatus ?? undefined,
    graceTime: options.graceTime ?? undefined,
  };
}

/** A copy of levels by method. Null counts as not given. */
function ownLevels(levels: Readonly<Record<string, string>> | null): CallLevel | undefined {
  return levels === null ? undefined : ownOptions("level", levels);
}
