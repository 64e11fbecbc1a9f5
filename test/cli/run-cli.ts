import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { runCli } from "../../src/cli/run-cli.js";

/** The built command line: `npm test` builds it first. */
export const CLI: string = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A type with secrets. */
export const TYPE = "csi.v1.NodePublishVolumeRequest";

/** The command that strips messages of this type, without the option that says how they are written. */
export const STRIP: readonly string[] = ["strip", "--type", TYPE];

/** What a run of a command came to. */
export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As much as a pipe brings at once. */
const CHUNK_SIZE = 64 * 1024;

/** Fails unless a run wrote one or more lines that state the problem, without a stack trace. */
export function expectClear({ stderr }: CliRun, text: RegExp): void {
  expect(stderr).toMatch(text);
  expect(stderr).not.toMatch(/^\s+at |node:|\.js:\d/m);
}

/** Runs the command line in this process, with these arguments and this standard input. */
export async function cli(args: readonly string[], input: string | Uint8Array = ""): Promise<CliRun> {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const stdin = Readable.from(chunksOf(Buffer.from(input)), { objectMode: false });
  const status = await runCli(args, { stdin, stdout, stderr });
  stdin.destroy();
  return { status, stdout: stdout.text, stderr: stderr.text };
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += CHUNK_SIZE) {
    yield bytes.subarray(start, start + CHUNK_SIZE);
  }
}

/** A stream that keeps what is written to it. */
class Collected extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A copy: the writer may use its buffer again.
    this.#chunks.push(Buffer.from(chunk));
    done();
  }

  /** All that was written. */
  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

/** Runs the command line in a process of its own, for what only a process has: pipes, signals and exit codes. */
export async function cliProcess(args: readonly string[], input: string | Uint8Array = ""): Promise<CliRun> {
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

/** Runs a command in a process of its own, and closes the pipe of its output after the first bytes. */
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
