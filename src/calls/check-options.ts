import type { CallLoggingOptions } from "./call-options.js";

/**
 * Checks what interceptors are made of, once: what is wrong would otherwise show in a call, which must not fail, or as
 * secrets that nobody looks for. Null counts as not given.
 *
 * @throws {TypeError} that names the option.
 */
export function checkOptions(options: CallLoggingOptions): void {
  // Not everybody has types.
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
}
