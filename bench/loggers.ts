import pino, { type Logger } from "pino";
import { createCsiSanitizer } from "protosanitizer/csi";
import type { Operation } from "./operation.js";
import { sanitizePino } from "./safe-pino.js";
import type { TypedMessage } from "./typed-message.js";

const sanitizer = createCsiSanitizer();
const SUBJECT = "sanitizePino" as const;

/** Lines of pino with a message in them: the logger made safe once, and each call made safe by hand. */
export const LOGGERS: readonly Operation[] = [
  {
    name: SUBJECT,
    output: "text",
    sanitizes: true,
    prepare: () =>
      lineOf(
        (destination) => sanitizePino(pino, { sanitizer }, destination),
        ({ message }) => message,
      ),
  },
  {
    // What sanitizePino takes off the caller, without its search for live secrets.
    name: "pino+sanitizer.strip",
    output: "text",
    sanitizes: true,
    against: SUBJECT,
    prepare: () =>
      lineOf(
        (destination) => pino({}, destination),
        ({ message }) => sanitizer.strip(message),
      ),
  },
];

function lineOf(
  make: (destination: { write(line: string): void }) => Logger,
  argumentOf: (item: TypedMessage) => unknown,
): (item: TypedMessage) => string {
  let line = "";
  const logger = make({
    write(text) {
      line = text;
    },
  });
  return (item) => {
    logger.info({ method: "/csi.v1.Node/Call", request: argumentOf(item) }, "call");
    return line;
  };
}
