import { type OutputStream, streams } from "./streams.js";

const SHOW_AFTER_MS = 1000;
const REDRAW_MS = 200;
const WIDTH = 30;
const MIB = 1024 * 1024;

/** Shows on a terminal how far long work has come. Silent elsewhere, and for work that is done within a second. */
export class Progress {
  readonly #stream: OutputStream;
  readonly #label: string;
  readonly #total: number | undefined;
  readonly #startedAt = Date.now();
  #drawnAt = 0;
  #done = 0;

  /**
   * @param label what is being worked on.
   * @param total bytes in all, if that is known.
   * @param stream a terminal, or not. Default: standard error.
   */
  constructor(label: string, total?: number, stream: OutputStream = streams().stderr) {
    this.#stream = stream;
    this.#label = label;
    this.#total = total;
  }

  /** Counts bytes that are done. */
  add(bytes: number): void {
    this.#done += bytes;
    if (!this.#stream.isTTY) return;
    const now = Date.now();
    if (now - this.#startedAt < SHOW_AFTER_MS || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#stream.write(`\r${this.#line()}\x1b[K`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#drawnAt > 0) this.#stream.write("\r\x1b[K");
    this.#drawnAt = 0;
  }

  #line(): string {
    const done = `${(this.#done / MIB).toFixed(0)} MiB`;
    if (!this.#total) return `${this.#label}: ${done}`;
    const part = Math.min(1, this.#done / this.#total);
    const bar = "#".repeat(Math.round(part * WIDTH)).padEnd(WIDTH, ".");
    return `${this.#label}: [${bar}] ${(part * 100).toFixed(0)}% of ${(this.#total / MIB).toFixed(0)} MiB`;
  }
}
