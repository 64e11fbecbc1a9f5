import { CommanderError } from "commander";
import { CommandError, ExitCode, printNotice, reportError } from "./command-error.js";
import { Output } from "./input-output.js";
import { printable } from "./printable.js";
import { createProgram } from "./program.js";
import { type CliStreams, streams, withStreams } from "./streams.js";

/**
 * Runs the command line.
 *
 * @param args the arguments after the name of the program.
 * @param given the streams that it reads and writes: `process`, or others.
 * @returns the exit code. Does not end the process.
 */
export function runCli(args: readonly string[], given: CliStreams): Promise<number> {
  return withStreams(given, () => run(args));
}

async function run(args: readonly string[]): Promise<number> {
  let exitCode: number = ExitCode.FINE;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const output = new Output(streams().stdout);
  // Nobody reads a report if standard error is closed.
  streams().stderr.on("error", () => undefined);
  const program = createProgram(output, finish, {
    writeOut: (text) => streams().stdout.write(text),
    writeErr: (text) => streams().stderr.write(text),
    outputError: (text, write) => write(`protosanitizer: ${usageProblem(text)}\n`),
  });
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    return fail(error);
  }
  return exitCode;
}

/**
 * Commander's text for a wrong command line. It quotes arguments, which may hold line ends; only its own line end before a
 * suggestion stays. The value of an unknown option may be a secret, so it is not printed.
 */
function usageProblem(text: string): string {
  const [, problem = "", suggestion = ""] =
    /^(?:error: )?(.*?)(\n\(Did you mean [^\n]*\?\))?\n*$/s.exec(text) ?? [];
  return printable(problem).replace(/(unknown option '[^'=]*)=.*/, "$1'") + suggestion;
}

/** Prints the problem in one line, and returns the exit code. */
function fail(error: unknown): number {
  // Commander throws after help and version, too. It has printed the error, if there is one.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.FINE : ExitCode.USAGE;
  if (error instanceof CommandError) {
    reportError(error);
    return error.exitCode;
  }
  // The message of the error may hold anything, so it is not shown.
  const name = error instanceof Error ? error.name : typeof error;
  printNotice(`internal error (${name}); please report it`);
  return ExitCode.INTERNAL;
}
