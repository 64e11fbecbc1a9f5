import { once } from "node:events";
import { destination, type Logger, pino, stdTimeFunctions } from "pino";
import { sanitizePino } from "../pino/index.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";

/** What the demo needs of pino. */
export type DemoLogger = Pick<Logger, "trace" | "debug" | "info" | "error" | "isLevelEnabled"> & {
  child(bindings: object): DemoLogger;
};

/** A pino logger that writes to a file. */
export interface DemoLog {
  readonly logger: DemoLogger;
  close(): Promise<void>;
}

/**
 * Opens a log file; each line is on disk when the logger returns.
 *
 * @param sanitizer makes the lines safe; undefined leaves them as they are.
 */
export function openLog(file: string, sanitizer: Sanitizer | undefined): DemoLog {
  const stream = destination({ dest: file, sync: true });
  const options = {
    base: null,
    level: "trace",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return {
    logger: sanitizer ? sanitizePino(pino, { ...options, sanitizer }, stream) : pino(options, stream),
    async close() {
      const closed = once(stream, "close");
      stream.end();
      await closed;
    },
  };
}
