import { once } from "node:events";
import { destination, type Logger, pino, stdTimeFunctions } from "pino";

/** A pino logger that writes to a file. */
export interface DemoLog {
  readonly logger: Logger;
  close(): Promise<void>;
}

/** Opens a log file; each line is on disk when the logger returns. */
export function openLog(file: string): DemoLog {
  const stream = destination({ dest: file, sync: true });
  const options = {
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return {
    logger: pino(options, stream),
    async close() {
      const closed = once(stream, "close");
      stream.end();
      await closed;
    },
  };
}
