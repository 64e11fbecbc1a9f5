import { createReadStream, fstatSync } from "node:fs";
import { fileError, printNotice, unreadableError } from "./command-error.js";
import { printable } from "./printable.js";
import { streams } from "./streams.js";

/** The name that stands for standard input among file names. */
export const STANDARD_INPUT = "-";

const CHUNK_SIZE = 64 * 1024;

/** The name of an input in errors and summaries. It fits into a line, whatever the file is called. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : printable(path);
}

/**
 * The bytes of a file, or of standard input for `-`, in chunks.
 *
 * @throws {CommandError} while reading, if it cannot be read.
 */
export async function* readInput(path: string): AsyncGenerator<Buffer> {
  if (path === STANDARD_INPUT && streams().stdin.isTTY) {
    printNotice("reading from the terminal; end with Ctrl-D");
  }
  if (path === STANDARD_INPUT && isDirectory(streams().stdin.fd)) {
    throw unreadableError("standard input: is a directory, not a file");
  }
  const stream =
    path === STANDARD_INPUT ? streams().stdin : createReadStream(path, { highWaterMark: CHUNK_SIZE });
  try {
    // Without an encoding, streams give Buffers.
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw fileError(inputName(path), error);
  }
}

/** Node reads a directory on standard input as an empty stream, so check for it. */
function isDirectory(descriptor: number | undefined): boolean {
  if (descriptor === undefined) return false;
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    // The attempt to read it reports the problem.
    return false;
  }
}

/** The largest message. Any message up to this size fits into a string of V8. */
export const MAX_MESSAGE_BYTES: number = 256 * 1024 * 1024;

/**
 * All bytes of an input.
 *
 * @throws {CommandError} if it cannot be read, or is longer than {@link MAX_MESSAGE_BYTES}.
 */
export async function readWhole(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of readInput(path)) {
    length += chunk.length;
    if (length > MAX_MESSAGE_BYTES) throw unreadableError(`${inputName(path)}: ${TOO_LONG}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** The error text for a message beyond the limit. */
export const TOO_LONG = "longer than 256 MiB, which is more than a message can be";

/** Standard output, or another stream: each write waits until the stream has taken the data. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  #isClosed = false;
  #failure: Error | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    // The failed write reports the error, too. But without this listener, the error would end the process.
    stream.on("error", (error: Error) => this.#fail(error));
  }

  /**
   * Writes and waits until the stream has taken the data.
   *
   * @returns false if the reader of the output has gone. Then nothing more is written.
   * @throws {CommandError} if writing fails for another reason, such as a full disk.
   */
  async write(data: string | Uint8Array): Promise<boolean> {
    if (!this.#isClosed) await this.#writeOpen(data);
    if (this.#failure !== undefined) throw fileError("standard output", this.#failure);
    return !this.#isClosed;
  }

  #writeOpen(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#stream.write(data, (error) => {
        if (error) this.#fail(error);
        resolve();
      });
    });
  }

  #fail(error: Error): void {
    const isEnd = "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
    this.#isClosed = true;
    if (!isEnd) this.#failure ??= error;
  }
}
