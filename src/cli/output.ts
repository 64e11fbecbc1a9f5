import { fileError } from "./command-error.js";

/** A stream that is written to and waited for, such as standard output. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  #isClosed = false;
  #failure: Error | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    // Each failure is reported to the write it belongs to as well; unheard, it would end the process.
    stream.on("error", (error: Error) => this.#fail(error));
  }

  /**
   * Writes and waits until it is taken.
   *
   * @returns whether somebody still reads; once it is false, nothing is written any more.
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
