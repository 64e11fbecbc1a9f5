/** Exit codes of all commands. */
export const ExitCode = {
  /** Done, and nothing was found. */
  FINE: 0,
  /** Done, and something was found. */
  FINDINGS: 1,
  /** The command line is wrong. */
  USAGE: 2,
  /** The input cannot be read. */
  UNREADABLE: 3,
  /** A bug in the command itself. */
  INTERNAL: 70,
  /** Ended by SIGINT, as shells number it. */
  INTERRUPTED: 130,
} as const;

/** One of {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit codes in the help of each command. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    fine
  1    findings
  2    wrong usage
  3    input that cannot be read
  70   a bug in protosanitizer
  130  interrupted
If the reader of the output goes away (protosanitizer ... | head -1), the command ends quietly, with the code for what
it has found until then.`;
