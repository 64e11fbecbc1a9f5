import { printable } from "./printable.js";
import { streams } from "./streams.js";

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

/** A command cannot do its work. The message is one line: the problem, its place, and what to do. It never holds a value. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** The exit code of the command. */
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The command line is wrong. */
export function usageError(message: string, options?: ErrorOptions): CommandError {
  return new CommandError(ExitCode.USAGE, message, options);
}

/** The input cannot be read. */
export function unreadableError(message: string, options?: ErrorOptions): CommandError {
  return new CommandError(ExitCode.UNREADABLE, message, options);
}

/** Prints why a command failed, on one line of standard error. */
export function reportError(error: CommandError): void {
  printNotice(error.message);
}

/** Prints a line on standard error. Names from outside that stand in it cannot end the line or command a terminal. */
export function printNotice(text: string): void {
  streams().stderr.write(`protosanitizer: ${printable(text)}\n`);
}

/** A failure of the file system, in words. `path` names the file. */
export function fileError(path: string, cause: unknown): CommandError {
  const code = isSystemError(cause) ? cause.code : "unknown failure";
  return unreadableError(`${path}: ${FILE_PROBLEMS[code] ?? code}`, { cause });
}

const FILE_PROBLEMS: Readonly<Record<string, string | undefined>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "is a directory, not a file",
  ENOTDIR: "a part of the path is not a directory",
  ELOOP: "too many symbolic links",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
};

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
