import { spawn } from "node:child_process";
import type { DriverLog } from "./driver-log.js";

/** A program and its arguments, in which secrets stand. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** What the program gets in its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The exit status of the program. Default: 0. */
  readonly exitStatus?: number;
}

/** What a program leaves. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that failed. Drivers give such errors everything that they know. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly program: string;
  readonly args: readonly string[];
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor({ program, args }: Command, { code, stdout, stderr }: CommandResult) {
    super(`Command failed: ${program} ${args.join(" ")}\n${stderr}`);
    this.program = program;
    this.args = args;
    this.code = code;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/**
 * Prints its arguments and environment on both streams, as iscsiadm, mount and zfs do when they fail. Each stream gets one
 * write, so that every run logs as many lines.
 */
const PROGRAM = `
arguments=
for argument in "$@"; do arguments="$arguments [$argument]"; done
printf '%s: called as %s %s\\n' "$0" "$0" "$*"
printf '%s\\n%s: env %s: exit %s\\n' "$arguments" "$0" "$DRIVER_SECRET" "$DRIVER_EXIT" >&2
exit "$DRIVER_EXIT"`;

/** Runs a program and logs it as drivers do: its command line, its output, its failure. */
export async function run(command: Command, log: DriverLog): Promise<CommandResult> {
  const { program, args, env = {}, exitStatus = 0 } = command;
  log.verbose("executing command: %s %s", program, masked(args.join(" ")));
  log.debug("executing command: %j", { program, args });
  log.silly("spawn", { command, options: { env, shell: false } });
  const result = await finished(program, args, { ...env, DRIVER_EXIT: String(exitStatus) }, log);
  log.http("%s finished: %o", program, result);
  if (result.code === 0) return result;
  const error = new CommandError(command, result);
  log.error(error);
  throw error;
}

/** Drivers mask what they know by themselves, and so cut the value of an option list. */
function masked(commandLine: string): string {
  return commandLine.replace(/password=[^,\s]*/g, "password=redacted");
}

function finished(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  log: DriverLog,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", PROGRAM, program, ...args], { env });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      log.info(`${program} stdout: ${text}`);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      log.warn("%s stderr: %s", program, text);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Tries again until it works. All failed attempts are in the log, and in the last error. */
export async function retry<T>(
  attempts: number,
  wait: () => Promise<void>,
  log: DriverLog,
  action: (attempt: number) => Promise<T>,
): Promise<T> {
  const failures: unknown[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return await action(attempt);
    } catch (error) {
      failures.push(error);
      log.warn("attempt %d of %d failed: %s", attempt, attempts, error);
      log.debug("attempt failed", { attempt, error });
      log.console.warn("attempt %d failed: %o", attempt, error);
      await wait();
    }
  }
  const last = failures.at(-1);
  const text = last instanceof Error ? last.message : String(last);
  const cause = new AggregateError(failures, `${attempts} attempts failed`);
  throw Object.assign(new Error(`gave up: ${text}`, { cause }), { attempts, last });
}
