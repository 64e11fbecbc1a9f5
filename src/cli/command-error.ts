import { ExitCode } from "./exit-code.js";
import { streams } from "./streams.js";

/** A command cannot do its work. The message is one line that says what is wrong, where, and what to do. No values. */
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
  streams().stderr.write(`protosanitizer: ${error.message}\n`);
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
