import { fileError } from "./command-error.js";

/** Standard output, or another stream: each write waits until the stream has taken the data. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  #isClosed = false;
  #failure: Error | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    // The failed write gets each error as well. Without a listener, the error would end the process.
    stream.on("error", (error: Error) => this.#fail(error));
  }

  /**
   * Writes and waits until the stream has taken the data.
   *
   * @returns whether the output is still read. Once it is false, nothing more is written.
   * @throws {CommandError} if writing fails otherwise, such as on a full disk.
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
