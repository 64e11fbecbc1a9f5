import type { Logform } from "winston";
import type { LogSanitizer } from "../logging/replace-message.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { SafeInfo } from "./safe-info.js";

/** How a format is made safe. */
export interface SanitizeFormatOptions {
  /** Knows the messages, and the live secrets of which lines are scrubbed. */
  readonly sanitizer: LogSanitizer;
  /** The format that makes the line: all of yours, combined. */
  readonly format: Logform.Format;
}

const OPTIONS: OptionNames<SanitizeFormatOptions> = { sanitizer: true, format: true };

/**
 * A format for winston that does what the given one does, and is safe to be given protobuf messages:
 *
 * - Messages print without their secrets, as `strip` makes them, wherever they are: in the logged object, in metadata,
 *   in what a child logger or `defaultMeta` adds, in errors and their causes, among arguments of `%s %o %O %j`. They
 *   have to say their type. Plain objects of proto-loader do not: the requests and responses that an interceptor has
 *   seen are known all the same, others you have to strip yourself.
 * - Every finished line, and every text that transports with formats of their own are given, is scrubbed of the live
 *   secrets of all calls under way.
 *
 * Use it as the logger's format, not within `combine`: what comes before it there sees messages as they are, what comes
 * after it adds texts that nobody scrubs. Nothing that is logged is changed, and a format that throws prints a note
 * instead.
 *
 * @throws {TypeError} if there is an option that does not exist.
 * @example
 * ```ts
 * const { combine, errors, splat, json } = winston.format;
 * const format = combine(errors({ stack: true }), splat(), json());
 * const logger = winston.createLogger({ format: sanitizeFormat({ sanitizer, format }), transports });
 * ```
 */
export function sanitizeFormat(options: SanitizeFormatOptions): Logform.Format {
  const { sanitizer, format } = readOptions("sanitizeFormat", options, OPTIONS);
  const safe = new SafeInfo(sanitizer);
  return {
    transform(info) {
      try {
        const made = format.transform(safe.first(info) as Logform.TransformableInfo, format.options);
        return typeof made === "object" ? (safe.last(made) as Logform.TransformableInfo) : made;
      } catch {
        return safe.unreadable(info) as Logform.TransformableInfo;
      }
    },
  };
}
