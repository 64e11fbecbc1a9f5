import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { usageError } from "../command-error.js";
import { printable } from "../printable.js";

/** Signals that end the command, and with it this process. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a command with the streams of this process, and waits for its end.
 *
 * @returns its exit code; 128 and the number of the signal if one has ended it.
 * @throws {CommandError} if it cannot be started.
 */
export async function runWatched(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", env: environment });
  const stop = passSignals(child);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", (cause) =>
        reject(usageError(`radar: cannot start ${printable(command)}`, { cause })),
      );
      child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
    });
  } finally {
    stop();
  }
}

/** Passes signals on. A terminal sends SIGINT to the command by itself; then this process only waits for its end. */
function passSignals(child: ChildProcess): () => void {
  const listeners = SIGNALS.map((signal) => {
    const listener = (): void => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const remove of listeners) remove();
  };
}
