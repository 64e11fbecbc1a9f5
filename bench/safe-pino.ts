import * as pinoLoggers from "protosanitizer/pino";

/**
 * `sanitizePino` of the revision that is measured: version 0.1, with which this one is compared, has it under another name.
 */
export const sanitizePino: typeof pinoLoggers.sanitizePino =
  pinoLoggers.sanitizePino ??
  (pinoLoggers as { readonly sanitizedPino?: typeof pinoLoggers.sanitizePino }).sanitizedPino; // the name in 0.1
