import { AsyncLocalStorage } from "node:async_hooks";

/** The standard streams of a command: those of the process, or others in tests. */
export interface CliStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; readonly fd?: number };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** A stream for output, which may be a terminal. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

const current = new AsyncLocalStorage<CliStreams>();

/** The streams of the command under way. */
export function streams(): CliStreams {
  return current.getStore() ?? process;
}

/** Runs a command with other streams: several can run at the same time, each with its own. */
export function withStreams<T>(given: CliStreams, run: () => T): T {
  return current.run(given, run);
}
