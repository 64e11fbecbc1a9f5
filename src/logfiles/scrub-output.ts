import { STRIPPED } from "../marker.js";
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
  /** As Latin-1: joining texts is much faster than joining Buffers. */
  #texts: string[] = [];
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
    this.#texts.push(text);
  }

  count(): void {
    this.#onValue();
  }

  /** What was collected since this was last called. */
  take(): Buffer {
    const kept = this.#kept;
    if (this.#texts.length === 0 && kept !== undefined) {
      this.#kept = undefined;
      return kept.window.bytes.subarray(kept.start, kept.end);
    }
    this.#flush();
    const text = this.#texts.join("");
    this.#texts = [];
    return Buffer.from(text, "latin1");
  }

  #flush(): void {
    if (this.#kept === undefined) return;
    const { window, start, end } = this.#kept;
    this.#texts.push(window.text.slice(start, end));
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
