/** Writes an entry: level, fields, message. Wrap a logger of another kind in such a function. */
export type LogFunction = (
  level: string,
  entry: Readonly<Record<string, unknown>>,
  message: string,
) => unknown;

/** A method of a logger. Its parameters differ between loggers: the kind of the logger decides which are passed. */
export type LogMethod = (...args: never[]) => unknown;

/** A logger with a method per level: pino, or a logger that takes `(entry, message)` as pino does; winston; `console`. */
export interface LeveledLogger {
  readonly info: LogMethod;
  readonly debug: LogMethod;
}

/** Where entries about calls go. */
export type CallLogger = LeveledLogger | LogFunction;

/** A logger of any kind behind one interface. Its methods never throw, even if the logger does. */
export interface LogSink {
  /** Whether entries of a level are written. */
  isEnabled(level: string): boolean;
  write(level: string, entry: Readonly<Record<string, unknown>>, message: string): void;
}

/** The level at which nothing is logged, as pino calls it. */
export const SILENT = "silent";

/** The methods to try if a logger has no method of a level. */
const SUBSTITUTES: readonly string[] = ["silly", "debug", "verbose", "info", "log"];

/**
 * Recognises the kind of a logger and returns a sink for it. The method `isLevelEnabled` of pino and winston says whether a
 * level is on. For a logger without this method, all levels count as on.
 *
 * @throws {TypeError} if the value is not a logger.
 */
export function sinkOf(logger: CallLogger): LogSink {
  if (typeof logger === "function") return sink(() => true, logger);
  if (typeof logger !== "object" || logger === null || typeof logger.info !== "function")
    throw new TypeError("logger: expected pino, winston, console, or a function of level, entry and message");
  const methods = logger as unknown as Methods; // by the check above, and each is checked before it is called
  const nameOf = (level: string): string =>
    has(methods, level) ? level : (SUBSTITUTES.find((name) => has(methods, name)) ?? "info");
  const isEnabled = (level: string): boolean =>
    typeof methods["isLevelEnabled"] !== "function" || methods["isLevelEnabled"](nameOf(level)) !== false;
  if (isConsole(methods)) {
    // console.trace prints a stack.
    const levelOf = (level: string): string => nameOf(level === "trace" ? "debug" : level);
    return sink(isEnabled, (level, entry, message) => methods[levelOf(level)]?.(message, entry));
  }
  if (isWinston(methods)) {
    return sink(isEnabled, (level, entry, message) => methods["log"]?.(nameOf(level), message, entry));
  }
  return sink(isEnabled, (level, entry, message) => methods[nameOf(level)]?.(entry, message));
}

type Methods = Readonly<Record<string, ((...args: readonly unknown[]) => unknown) | undefined>>;

function has(methods: Methods, name: string): boolean {
  return typeof methods[name] === "function";
}

function isConsole(methods: Methods): boolean {
  return has(methods, "groupEnd") && has(methods, "table");
}

function isWinston(methods: Methods): boolean {
  return has(methods, "log") && has(methods, "configure") && has(methods, "isLevelEnabled");
}

function sink(isEnabled: (level: string) => boolean, write: LogFunction): LogSink {
  return {
    isEnabled(level) {
      if (level === SILENT) return false;
      try {
        return isEnabled(level);
      } catch {
        return true; // `write` will handle the failure
      }
    },
    write(level, entry, message) {
      try {
        const result = write(level, entry, message);
        // A rejected promise without a handler would end the process.
        if (result instanceof Promise) result.catch(ignore);
      } catch {
        // A logger that fails must not fail the call. Nothing else could report its error.
      }
    },
  };
}

function ignore(): void {}
