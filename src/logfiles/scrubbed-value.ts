import { STRIPPED } from "../marker.js";
import { END_OF_TANGLE, type Seam } from "./joined-lines.js";
import type { TextWindow } from "./text-window.js";
import { closingEnd, type Quote } from "./token.js";

/** A secret value that is being replaced. It may be longer than any window, so it is read in pieces. */
export interface ScrubbedValue {
  /** Reads on from an offset, to the end of the value or of the window. Never looks back at what it has read. */
  read(window: TextWindow, start: number, output: ScrubOutput): Progress;
}

/** How far a value was read. */
export interface Progress {
  readonly end: number;
  /**
   * `open`: the value goes on in the next window. `closed`: it ended as it should. `cut`: the line, or the string around
   * the value, ended first, so every structure around the value has ended, too.
   */
  readonly state: "open" | "closed" | "cut";
}

/** The value goes on behind the window. If that was the last window, the log was cut off in the value. */
export function suspended(window: TextWindow, end: number): Progress {
  window.isStarved = false;
  return { end, state: window.isLast ? "cut" : "open" };
}

/** Takes a scrubbed text, part by part. */
export interface ScrubOutput {
  /** Passes a part of the window on unchanged. */
  keep(window: TextWindow, start: number, end: number): void;
  /** Writes a text that stands for others: the marker, or a quotation mark. */
  write(text: string): void;
  /** Counts a value that was replaced. */
  count(): void;
}

/** Collects a scrubbed text. Parts of a window that touch each other stay one piece. */
export class Pieces implements ScrubOutput {
  readonly #onValue: () => void;
  /** As Latin-1: joining texts is much faster than joining Buffers. */
  #texts: string[] = [];
  readonly #seams: Seam[] = [];
  /** The texts of lines that were moved, by the places where they stood, and the place of the one that is being written. */
  #moved: string[] | undefined;
  #place = 0;
  /** The part that was kept last: the next one may continue it. */
  #kept: { readonly window: TextWindow; readonly start: number; end: number } | undefined;

  /** @param onValue is called for each value that was replaced. */
  constructor(onValue: () => void) {
    this.#onValue = onValue;
  }

  /** Adds a text that was taken out of the log. It is put back where text before and behind it is passed on. */
  addSeam(seam: Seam): void {
    this.#seams.push(seam);
  }

  keep(window: TextWindow, start: number, end: number): void {
    let at = start;
    for (let seam = this.#seams[0]; seam !== undefined; seam = this.#seams[0]) {
      const offset = seam.offset - window.base;
      // The end of moved lines must not wait for the next line.
      if (offset > end || (offset === end && seam.order !== END_OF_TANGLE)) break;
      this.#keep(window, at, Math.max(at, offset));
      at = Math.max(at, offset);
      this.#writeSeam(seam);
      this.#seams.shift();
    }
    this.#keep(window, at, end);
  }

  #keep(window: TextWindow, start: number, end: number): void {
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
    this.#push(text);
  }

  #push(text: string): void {
    if (this.#moved === undefined) this.#texts.push(text);
    else this.#moved[this.#place] = (this.#moved[this.#place] ?? "") + text;
  }

  #writeSeam({ text, order, behind = "" }: Seam): void {
    this.write(text);
    if (order !== undefined) {
      this.#flush();
      if (order === END_OF_TANGLE) {
        this.#texts.push(...(this.#moved ?? []));
        this.#moved = undefined;
      } else {
        this.#moved ??= [];
        this.#place = order;
      }
    }
    this.write(behind);
  }

  count(): void {
    this.#onValue();
  }

  /**
   * The text since the last call.
   *
   * @param isLast whether nothing follows. Default: false.
   */
  take(isLast = false): Buffer {
    if (isLast) for (const seam of this.#seams.splice(0)) this.#writeSeam(seam);
    const kept = this.#kept;
    if (this.#texts.length === 0 && this.#moved === undefined && kept !== undefined) {
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
    this.#push(window.text.slice(start, end));
    this.#kept = undefined;
  }
}

/** Writes the marker for a value, and counts it. */
export function writeMarker(output: ScrubOutput, quotes = ""): void {
  output.write(quotes + STRIPPED + quotes);
  output.count();
}

/** Drops everything: for the inside of a value that was replaced as a whole. */
export const NOWHERE: ScrubOutput = { keep() {}, write() {}, count() {} };

/** Whether the content of a string, given the offset behind its opening mark, is the marker and nothing else. */
export function isMarked(window: TextWindow, start: number, quote: Quote): boolean {
  if (!window.startsWith(STRIPPED, start)) return false;
  return closingEnd(window, start + STRIPPED.length, quote) !== undefined;
}
