import type { Logform } from "winston";
import type { LogSanitizer } from "../logging/logged-messages.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { SafeInfo } from "./safe-info.js";
import { makeLoggersSafe } from "./safe-loggers.js";

/** Options of {@link sanitizeFormat}. */
export interface SanitizeFormatOptions {
  /** Strips messages, and holds the live secrets that are replaced in lines. */
  readonly sanitizer: LogSanitizer;
  /** The format that makes the line: all of yours, combined. */
  readonly format: Logform.Format;
}

const OPTIONS: OptionNames<SanitizeFormatOptions> = { sanitizer: true, format: true };

/**
 * A format for winston that works like the given one and is safe for protobuf messages:
 *
 * - Messages print without their secrets, as `strip` prints them, wherever they are: in the logged object, in metadata, in the
 *   properties that a child logger or `defaultMeta` adds, in errors and their causes, among arguments of `%s %o %O %j`. A
 *   message must state its type. Plain objects of proto-loader do not state it. They are recognised if an interceptor has
 *   seen them; strip others yourself.
 * - The live secrets of all calls under way are replaced in every finished line, and in every text for transports with
 *   formats of their own.
 *
 * winston copies the properties of a message that is the metadata of a child, or `defaultMeta`, before any format sees them. So
 * the first call replaces `child`, `configure` and `defaultMeta` in winston's class of loggers. They change nothing for loggers
 * without such a format.
 *
 * Use it as the logger's format, not within `combine`: a format before it would see messages with their secrets, and texts that
 * a format after it adds would not be scrubbed. Logged values stay as they are. If a format throws, a note is printed.
 *
 * @throws {TypeError} if an option does not exist.
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
  const made: Logform.Format = {
    transform(info) {
      try {
        const line = format.transform(safe.first(info) as Logform.TransformableInfo, format.options);
        return typeof line === "object" ? (safe.last(line) as Logform.TransformableInfo) : line;
      } catch {
        return safe.unreadable(info) as Logform.TransformableInfo;
      }
    },
  };
  makeLoggersSafe(made, safe);
  return made;
}
