import { AsyncLocalStorage } from "node:async_hooks";
import { styleText } from "node:util";

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
  // The storage makes every promise slower on Node 20 and 22, and so the loading of modules. The process needs none.
  return given === process ? run() : current.run(given, run);
}

type Style = Parameters<typeof styleText>[0];

/**
 * Colours a text for a stream: if it is a terminal, or FORCE_COLOR is set (https://force-color.org). Never if NO_COLOR is set
 * (https://no-color.org). Empty variables count as not set.
 */
export function colour(stream: OutputStream, style: Style, text: string): string {
  return showsColours(stream) ? styleText(style, text, { validateStream: false }) : text;
}

function showsColours(stream: OutputStream): boolean {
  const { NO_COLOR: refused, FORCE_COLOR: forced, TERM: terminal } = process.env;
  if (refused || forced === "0" || forced === "false") return false;
  return Boolean(forced) || (stream.isTTY === true && terminal !== "dumb");
}

const SHOW_AFTER_MS = 1000;
const REDRAW_MS = 200;
const WIDTH = 30;
const MIB = 1024 * 1024;

/** Shows the progress of long work on a terminal. Silent for other streams, and for work that takes less than a second. */
export class Progress {
  readonly #stream: OutputStream;
  readonly #label: string;
  readonly #total: number | undefined;
  readonly #startedAt = Date.now();
  #drawnAt = 0;
  #done = 0;

  /**
   * @param label names the work.
   * @param total number of bytes in all, if it is known.
   * @param stream the stream that shows the bar. Default: standard error.
   */
  constructor(label: string, total?: number, stream: OutputStream = streams().stderr) {
    this.#stream = stream;
    this.#label = label;
    this.#total = total;
  }

  /** Adds to the number of bytes that are done. */
  add(bytes: number): void {
    this.#done += bytes;
    if (!this.#stream.isTTY) return;
    const now = Date.now();
    if (now - this.#startedAt < SHOW_AFTER_MS || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#stream.write(`\r${this.#line()}\x1b[K`);
  }

  /** Removes the bar. */
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
