import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The built command line: `npm test` builds it first. */
export const CLI: string = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What a run of a command came to. */
export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line with these arguments and this standard input. */
export async function cli(args: readonly string[], input: string | Uint8Array = ""): Promise<CliRun> {
  const child = startCli(args);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  // A command that ends early does not read on.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const [status] = (await once(child, "close")) as [number | null]; // documented arguments of the event
  return { status, stdout: await stdout, stderr: await stderr };
}

/** Starts the command line, with pipes, and with more variables in its environment. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { stdio: "pipe", env: { ...process.env, ...env } });
}

/** Runs a command whose output nobody reads: the pipe is closed after the first bytes. */
export async function cliIntoClosedPipe(
  args: readonly string[],
  input: string | Uint8Array,
): Promise<CliRun> {
  const child = startCli(args);
  const stderr = collect(child.stderr);
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  child.stdout?.once("data", () => child.stdout?.destroy());
  const [status] = (await once(child, "close")) as [number | null]; // documented arguments of the event
  return { status, stdout: "", stderr: await stderr };
}

async function collect(stream: ChildProcess["stdout"]): Promise<string> {
  const chunks: Buffer[] = [];
  // Without an encoding, streams give Buffers.
  for await (const chunk of (stream ?? []) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
