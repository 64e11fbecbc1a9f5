import { STRIPPED } from "../../render/json-text.js";
import type { TextWindow } from "./text-window.js";

/** Where a scrubbed text goes. */
export interface ScrubOutput {
  /** Passes a part of the window on as it is. */
  keep(window: TextWindow, start: number, end: number): void;
  /** Writes a text that stands for others: the marker, or a quotation mark. */
  write(text: string): void;
  /** Counts a value that was replaced. */
  count(): void;
}

/** Collects a scrubbed text, and joins what was not apart. */
export class Pieces implements ScrubOutput {
  readonly #onValue: () => void;
  #pieces: Buffer[] = [];
  /** What was kept last, and may go on. */
  #kept: { readonly window: TextWindow; readonly start: number; end: number } | undefined;

  /** @param onValue is called for each value that was replaced. */
  constructor(onValue: () => void) {
    this.#onValue = onValue;
  }

  keep(window: TextWindow, start: number, end: number): void {
    if (end === start) return;
    if (this.#kept?.window === window && this.#kept.end === start) {
      this.#kept.end = end;
      return;
    }
    this.#flush();
    this.#kept = { window, start, end };
  }

  write(text: string): void {
    if (text === "") return;
    this.#flush();
    this.#pieces.push(Buffer.from(text, "latin1"));
  }

  count(): void {
    this.#onValue();
  }

  /** What was collected since this was last called. */
  take(): Buffer {
    this.#flush();
    const [first = Buffer.alloc(0), ...others] = this.#pieces;
    this.#pieces = [];
    return others.length === 0 ? first : Buffer.concat([first, ...others]);
  }

  #flush(): void {
    if (this.#kept === undefined) return;
    const { window, start, end } = this.#kept;
    this.#pieces.push(window.bytes.subarray(start, end));
    this.#kept = undefined;
  }
}

/** Writes the marker for a value, and counts it. */
export function writeMarker(output: ScrubOutput, quotes = ""): void {
  output.write(quotes + STRIPPED + quotes);
  output.count();
}

/** Takes nothing: for the inside of a value that was replaced as a whole. */
export const NOWHERE: ScrubOutput = { keep() {}, write() {}, count() {} };
