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

/** Collects a scrubbed text as pieces of the chunks that it came in. */
export class Pieces implements ScrubOutput {
  readonly #onValue: () => void;
  #pieces: Buffer[] = [];

  /** @param onValue is called for each value that was replaced. */
  constructor(onValue: () => void) {
    this.#onValue = onValue;
  }

  keep(window: TextWindow, start: number, end: number): void {
    if (end > start) this.#pieces.push(window.bytes.subarray(start, end));
  }

  write(text: string): void {
    if (text !== "") this.#pieces.push(Buffer.from(text, "latin1"));
  }

  count(): void {
    this.#onValue();
  }

  /** What was collected since this was last called. */
  take(): readonly Buffer[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}

/** Writes the marker for a value, and counts it. */
export function writeMarker(output: ScrubOutput, quotes = ""): void {
  output.write(quotes + STRIPPED + quotes);
  output.count();
}

/** Takes nothing: for the inside of a value that was replaced as a whole. */
export const NOWHERE: ScrubOutput = { keep() {}, write() {}, count() {} };
